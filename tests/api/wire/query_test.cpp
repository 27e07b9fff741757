#include "api/wire/query.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "api/wire/error.h"
#include "gen/ec2/model.h"
#include "gen/iam/model.h"
#include "gen/toy/model.h"

using namespace neargate::api;

namespace {

std::string outcome(wire::ServiceModel const& model, char const* operation, std::string_view form,
                    wire::Protocol protocol) {
  try {
    return wire::decode_form(wire::Form::parse(form), *model.find(operation)->input, protocol).dump();
  } catch (wire::Error const& error) {
    return std::string(error.shape().code);
  }
}
std::string iam_form(char const* operation, std::string_view form) {
  return outcome(iam::model(), operation, form, wire::Protocol::Query);
}
std::string ec2_form(char const* operation, std::string_view form) {
  return outcome(ec2::model(), operation, form, wire::Protocol::Ec2Query);
}
std::string toy_form(std::string_view form) {
  return outcome(toy::model(), "BuildToy", form, wire::Protocol::Query);
}

}  // namespace

TEST_CASE("Query forms become values") {
  CHECK(iam_form(
            "CreateRole",
            "Action=CreateRole&Version=2010-05-08&RoleName=web&AssumeRolePolicyDocument=%7B%7D&"
            "Tags.member.2.Key=b&Tags.member.2.Value=&Tags.member.1.Key=a+c&Tags.member.1.Value=%2B1&x=1") ==
        R"({"AssumeRolePolicyDocument":"{}","RoleName":"web",)"
        R"("Tags":[{"Key":"a c","Value":"+1"},{"Key":"b","Value":""}]})");
  CHECK(iam_form("CreateRole", "Tags=") == R"({"Tags":[]})");
  CHECK(iam_form("CreateRole", "Tags.member.01.Key=a&Tags.member.1.Value=b") ==
        R"({"Tags":[{"Key":"a","Value":"b"}]})");
  CHECK(iam_form("CreateRole", "RoleName=a&RoleName=b") == R"({"RoleName":"b"})");
  CHECK(iam_form("CreateRole", "") == "{}");
  CHECK(iam_form("CreateRole", "&&=&RoleName") == R"({"RoleName":""})");
  CHECK(toy_form("labels.entry.1.key=a&labels.entry.1.value=b&labels.entry.2.key=c&labels.entry.2.value=d") ==
        R"({"labels":{"a":"b","c":"d"}})");
  CHECK(toy_form("builtAt=2026-09-16T13:02:32Z&picture=AA%3D%3D&painted=1&weight=1.5") ==
        R"({"builtAt":1789563752.0,"painted":true,"picture":"AA==","weight":1.5})");
  CHECK(toy_form("part.within.partID=x&part.parts.member.1.partID=y") ==
        R"({"part":{"parts":[{"partID":"y"}],"within":{"partID":"x"}}})");
}

TEST_CASE("integers and booleans of Query are read as captured from STS and IAM") {
  struct Row {
    char const *text, *read;
  };
  for (auto const& [text, read] : {
           Row{"900", R"({"MaxItems":900})"},
           Row{"0900", R"({"MaxItems":900})"},
           Row{"%2B900", R"({"MaxItems":900})"},
           Row{"-1", R"({"MaxItems":-1})"},
           Row{"+900", "MalformedInput"},
           Row{"900.0", "MalformedInput"},
           Row{"9e2", "MalformedInput"},
           Row{"", "MalformedInput"},
           Row{"2147483648", "MalformedInput"},
           Row{"%2B-1", "MalformedInput"},
           Row{"x", "MalformedInput"},
       }) {
    INFO(text);
    CHECK(iam_form("ListRoles", std::string("MaxItems=") + text) == read);
  }
  for (auto const& [text, read] : {
           Row{"true", R"({"painted":true})"},
           Row{"1", R"({"painted":true})"},
           Row{"false", R"({"painted":false})"},
           Row{"0", R"({"painted":false})"},
           Row{"True", "MalformedInput"},
           Row{"", "MalformedInput"},
           Row{"null", "MalformedInput"},
       })
    CHECK(toy_form(std::string("painted=") + text) == read);
}

TEST_CASE("indexes below one, without number or beyond the gap are malformed") {
  for (char const* index : {"0", "-1", "x", "1x", "12", "99999999999"})
    CHECK(iam_form("CreateRole", std::string("Tags.member.") + index + ".Key=a") == "MalformedInput");
  CHECK(iam_form("TagRole", "Tags.member.3.Key=a") == R"({"Tags":[{},{},{"Key":"a"}]})");
  CHECK(iam_form("UntagRole", "TagKeys.member.2=a") == R"({"TagKeys":[null,"a"]})");
  CHECK(iam_form("UntagRole", "TagKeys.member.1=a&TagKeys.member.8=b&TagKeys.member.15=c")
            .starts_with("{\"TagKeys\":[\"a\""));
  CHECK(iam_form("CreateRole", "RoleName.x=1") == "MalformedInput");
}

TEST_CASE("hostile forms neither crash nor fill memory") {
  std::string deep = "part";
  for (int i = 0; i < 100000; ++i) deep += ".within";
  CHECK(toy_form(deep + "=1") == "{}");
  CHECK(toy_form(std::string(100000, '.') + "=1") == "{}");
  CHECK(toy_form("toyName=%ff") == "MalformedInput");
  CHECK(toy_form("toyName=%") == R"({"toyName":"%"})");
  CHECK(toy_form("toyName=%4") == R"({"toyName":"%4"})");
  CHECK(toy_form("toyName=%41%zz") == R"({"toyName":"A%zz"})");
}

TEST_CASE("EC2 forms have flat lists and capital names") {
  CHECK(ec2_form(
            "DescribeSubnets",
            "Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1&Filter.1.Value.2=vpc-2&SubnetId.1=subnet-1&DryRun="
            "true&"
            "MaxResults=5") == R"({"DryRun":true,"Filters":[{"Name":"vpc-id","Values":["vpc-1","vpc-2"]}],)"
                               R"("MaxResults":5,"SubnetIds":["subnet-1"]})");
  CHECK(ec2_form("DescribeVpcs", "VpcId.1=a&VpcId.40=b") == R"({"VpcIds":["a","b"]})");
  CHECK(ec2_form("DescribeVpcs", "MaxResults=x") == "InvalidParameterValue");
}
