#include "api/iam/policy_document.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "api/wire/error.h"

namespace neargate::api::iam {
namespace {

constexpr char const* syntax = "Syntax errors in policy.";
constexpr char const* legacy = "The policy failed legacy parsing";
constexpr char const* no_actions = "Policy statement must contain actions.";
constexpr char const* no_resources = "Policy statement must contain resources.";

struct Row {
  char const* statement;  ///< what stands in a statement that is otherwise whole; null takes a member away
  char const* fault;
};

/// "good", or why a statement is refused: every row starts from one that is allowed.
std::string identity_fault_of(char const* change) {
  auto statement = nlohmann::json::parse(R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})");
  statement.merge_patch(nlohmann::json::parse(change));
  nlohmann::json const policy{{"Version", "2012-10-17"}, {"Statement", statement}};
  return identity_policy_fault(policy.dump()).value_or("good");
}

TEST_CASE("a statement has the members, kinds and words that IAM knows") {
  Row const rows[] = {
      {R"({})", "good"},
      {R"({"Effect": null})", syntax},
      {R"({"Effect": "Maybe"})", syntax},
      {R"({"Effect": "allow"})", legacy},
      {R"({"Effects": "Allow"})", syntax},
      {R"({"Sid": {}})", syntax},
      {R"({"Action": {}})", syntax},
      {R"({"Action": [[]]})", syntax},
      {R"({"NotAction": "s3:Put*"})", syntax},
      {R"({"Action": null, "NotAction": "s3:Put*"})", "good"},
      {R"({"Action": null})", no_actions},
      {R"({"Action": []})", no_actions},
      {R"({"Resource": {"a": "*"}})", syntax},
      {R"({"NotResource": "*"})", syntax},
      {R"({"Resource": null})", no_resources},
      {R"({"Resource": []})", no_resources},
      {R"({"Principal": "*"})", "Policy document should not specify a principal."},
      {R"({"Condition": []})", syntax},
      {R"({"Condition": {"StringEquals": "a"}})", syntax},
      {R"({"Condition": {"StringEquals": {"aws:x": {}}}})", syntax},
      {R"({"Condition": {"StringIs": {"aws:x": "a"}}})", syntax},
      {R"({"Condition": {"StringIs": {}}})", "good"},
      {R"({"Condition": {"ForAnyValue:StringLikeIfExists": {"aws:x": ["a", "b"]}}})", "good"},
      {R"({"Condition": {"ForAnyValue::StringLike": {"aws:x": "a"}}})", syntax},
      {R"({"Condition": {"NumericLessThan": {"s3:max-keys": 10}, "Bool": {"aws:SecureTransport": true}}})",
       "good"},
  };
  for (Row const& row : rows) CHECK_MESSAGE(identity_fault_of(row.statement) == row.fault, row.statement);
}

TEST_CASE("actions are prefaced by one vendor") {
  Row const rows[] = {
      {R"({"Action": "*"})", "good"},
      {R"({"Action": "s3-x.y:Get"})", "good"},
      {R"({"Action": ["s3:Get*", "list"]})",
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {R"({"Action": "s3:Get:Object"})", "Actions/Condition can contain only one colon."},
      {R"({"Action": "s 3:Get"})", "Vendor s 3 is not valid"},
  };
  for (Row const& row : rows) CHECK_MESSAGE(identity_fault_of(row.statement) == row.fault, row.statement);
}

TEST_CASE("resources are ARNs that both of IAM's parsers can read") {
  Row const rows[] = {
      {R"({"Resource": "arn:aws:s3:::bucket/*"})", "good"},
      {R"({"Resource": "arn:*:s3:::bucket"})", "good"},
      {R"({"Resource": "arn:aws:iam::123456789012:role/r"})", "good"},
      {R"({"Resource": "arn:aws:iam::*:*"})", "good"},
      {R"({"Resource": "arn:aws:ecs:eu-west-1:123456789012:task/c/*"})", "good"},
      {R"({"Resource": "arn:aws:s3:eu-west-1:123456789012:accesspoint/a"})", "good"},
      {R"({"Resource": "bucket"})", "Resource bucket must be in ARN format or \"*\"."},
      {R"({"Resource": ["*", ""]})", "Resource  must be in ARN format or \"*\"."},
      {R"({"Resource": "arn:mars:s3:::b"})",
       R"(Partition "mars" is not valid for resource "arn:mars:s3:::b".)"},
      {R"({"Resource": "a:b"})", R"(Partition "b" is not valid for resource "arn:b:*:*:*:*".)"},
      {R"({"Resource": "arn:aws"})", "Resource vendor must be fully qualified and cannot contain regexes."},
      {R"({"Resource": "arn:aws:s3::bucket"})", legacy},
      {R"({"Resource": "arn:aws::::bucket"})", legacy},
      {R"({"Resource": "arn:aws:s3:eu-west-1::b"})",
       "Resource arn:aws:s3:eu-west-1::b can not contain region information."},
      {R"({"Resource": "arn:aws:iam:eu-west-1::role/r"})",
       "IAM resource arn:aws:iam:eu-west-1::role/r cannot contain region information."},
      {R"({"Resource": "arn:aws:iam::123456789012:thing"})",
       "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, "
       "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, "
       "report/, access-report/."},
  };
  for (Row const& row : rows) CHECK_MESSAGE(identity_fault_of(row.statement) == row.fault, row.statement);
}

TEST_CASE("dates in conditions are ISO 8601 or seconds since 1970") {
  auto const fault_of = [](std::string const& date) {
    return identity_fault_of(
        nlohmann::json{{"Condition", {{"DateLessThan", {{"aws:CurrentTime", date}}}}}}.dump().c_str());
  };
  for (char const* const date : {"2026-01-31", "2026-01-31T23:59:59Z", "2026-01-31t2:00:00.5+10:59", "01T",
                                 "0", "-292275054", "9223372036854775807"})
    CHECK_MESSAGE(fault_of(date) == "good", date);
  for (char const* const date : {"tomorrow", "soon", "2026-13", "2026-01-32", "2026-01-31T24:00", "",
                                 "9223372036854775808", "2026-01-31T1:00:00.1234567890Z"})
    CHECK_MESSAGE(fault_of(date) == legacy, date);
  CHECK(fault_of(std::string(100'000, '1') + "T") == legacy);
  CHECK(identity_fault_of(R"({"Condition": {"DateLessThan": {"a": []}}})") == "good");
}

TEST_CASE("a policy is an object with statements, and a managed one is of today's version") {
  struct Document {
    char const* text;
    char const* managed;
    char const* inlined;
  };
  char const* const outdated = "Policy document must be version 2012-10-17 or greater.";
  Document const documents[] = {
      {"nonsense", syntax, syntax},
      {"[]", syntax, syntax},
      {R"({"Version": "2012-10-17"})", syntax, syntax},
      {R"({"Version": "2012-10-17", "Statement": []})", syntax, syntax},
      {R"({"Version": "2012-10-17", "Statement": ["x"]})", syntax, syntax},
      {R"({"Version": "2013-01-01", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})",
       syntax, syntax},
      {R"({"Version":"2012-10-17","Id": [], "Statement":{"Effect":"Deny", "Action": "*", "Resource": "*"}})",
       syntax, syntax},
      {R"({"More": 1, "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})", syntax, syntax},
      {R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})", outdated, "good"},
      {R"({"Version": "2008-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})",
       outdated, "good"},
      {R"({"Version":"2012-10-17","Id": "i", "Statement":{"Effect":"Deny", "Action": "*", "Resource": "*"}})",
       "good", "good"},
  };
  for (Document const& document : documents) {
    std::string managed = "good";
    try {
      check_managed_document(document.text);
    } catch (wire::Error const& error) {
      managed = error.what();
    }
    CHECK_MESSAGE(managed.find(document.managed) != std::string::npos, document.text);
    CHECK_MESSAGE(identity_policy_fault(document.text).value_or("good") == document.inlined, document.text);
  }
}

TEST_CASE("a trust policy speaks of roles to assume and of nothing else") {
  Row const rows[] = {
      {R"({})", "good"},
      {R"({"Action": ["sts:AssumeRole", "sts:TagSession"]})", "good"},
      {R"({"Action": "sts:AssumeRoleWithWebIdentity"})", "good"},
      {R"({"Action": "sts:*"})", "good"},
      {R"({"Action": "sts:Invent"})", "AssumeRole policy may only specify STS AssumeRole actions."},
      {R"({"Action": "s3:GetObject"})", "AssumeRole policy may only specify STS AssumeRole actions."},
      {R"({"Resource": "*"})", "Has prohibited field Resource"},
      {R"({"Principal": null})", "Policy statement must contain principals."},
      {R"({"Action": null})", no_actions},
  };
  for (Row const& row : rows) {
    auto statement = nlohmann::json::parse(
        R"({"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"})");
    statement.merge_patch(nlohmann::json::parse(row.statement));
    nlohmann::json const policy{{"Statement", {statement}}};
    CHECK_MESSAGE(trust_policy_fault(policy.dump()).value_or("good") == row.fault, row.statement);
  }
}

}  // namespace
}  // namespace neargate::api::iam
