// Broken requests by the thousand: whatever comes in, an answer goes out. The seed is fixed; a failing body
// is printed by INFO.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "api/wire/error.h"
#include "api/wire/json11.h"
#include "api/wire/query.h"
#include "api/wire/validate.h"
#include "gen/ec2/model.h"
#include "gen/ecs/codec.h"
#include "gen/ecs/model.h"
#include "gen/iam/model.h"

using namespace neargate::api;

namespace {

std::string mutated(std::string text, std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"{",     "}",  "[",   "]",        "\"",   ",",    ":", "null",
                                                "1e999", "-0", "\\u", "\\ud800",  "\xff", "\xc3", "%", "%ff",
                                                "&",     "=",  ".",   ".member.", ".1",   ".0",   "+", "\0x"};
  int const changes = 1 + static_cast<int>(random() % 4);
  for (int i = 0; i < changes; ++i) {
    std::size_t const at = text.empty() ? 0 : random() % text.size();
    switch (random() % 4) {
      case 0:
        text.erase(at, 1 + random() % 5);
        break;
      case 1:
        text.insert(at, pieces[random() % std::size(pieces)]);
        break;
      case 2:
        text.insert(at, text.substr(at / 2, random() % 40));
        break;
      default:
        if (!text.empty()) text[at] = static_cast<char>(random());
    }
  }
  return text;
}

/// Decodes and validates; only wire::Error may come out.
template <class Decode>
bool survives(wire::ServiceModel const& model, char const* operation, Decode const& decode) {
  auto const& shape = *model.find(operation);
  try {
    wire::Value const input = decode(*shape.input);
    wire::validate(model, shape, input);
    if (model.name == "ecs")
      return to_value(wire::value_as<ecs::RegisterTaskDefinitionRequest>(input)).is_object();
  } catch (wire::Error const& error) {
    return error.shape().status == 400;
  }
  return true;
}

}  // namespace

TEST_CASE("no JSON body brings the decoder down") {
  std::string const good =
      R"({"family":"web","cpu":"256","tags":[{"key":"a","value":"b"}],"containerDefinitions":[{"name":"a",)"
      R"("image":"b:\u00e9","portMappings":[{"containerPort":80,"protocol":"tcp"}],)"
      R"("dockerLabels":{"k":"v"},)"
      R"("environment":[{"name":"A","value":"B"}],"essential":true,)"
      R"("logConfiguration":{"logDriver":"awslogs","options":{"x":"y"}}}]})";
  std::mt19937 random(20260916);
  for (int i = 0; i < 4000; ++i) {
    std::string const body = mutated(good, random);
    INFO(body);
    REQUIRE(survives(ecs::model(), "RegisterTaskDefinition",
                     [&](wire::Shape const& shape) { return wire::decode_json(body, shape); }));
  }
}

TEST_CASE("no form brings the decoder down") {
  std::mt19937 random(20260916);
  for (int i = 0; i < 4000; ++i) {
    std::string const iam = mutated(
        "RoleName=web&AssumeRolePolicyDocument=%7B%7D&Tags.member.1.Key=a&Tags.member.1.Value=%C3%A9&"
        "MaxSessionDuration=3600",
        random);
    std::string const ec2 =
        mutated("Filter.1.Name=vpc-id&Filter.1.Value.1=a&VpcId.1=vpc-1&MaxResults=5&DryRun=true", random);
    INFO(iam, " | ", ec2);
    REQUIRE(survives(iam::model(), "CreateRole", [&](wire::Shape const& shape) {
      return wire::decode_form(wire::Form::parse(iam), shape, wire::Protocol::Query);
    }));
    REQUIRE(survives(ec2::model(), "DescribeVpcs", [&](wire::Shape const& shape) {
      return wire::decode_form(wire::Form::parse(ec2), shape, wire::Protocol::Ec2Query);
    }));
  }
}
