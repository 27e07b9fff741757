#include "api/wire/validate.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "gen/ec2/model.h"
#include "gen/ecr/model.h"
#include "gen/ecs/model.h"
#include "gen/iam/model.h"
#include "gen/toy/model.h"

using namespace neargate::api;
using wire::Value;

namespace {

/// "Code: message", or "" when the input passes.
std::string refusal(wire::ServiceModel const& model, char const* operation, Value const& input) {
  try {
    wire::validate(model, *model.find(operation), input);
    return "";
  } catch (wire::Error const& error) {
    return std::string(error.shape().code) + ": " + error.message();
  }
}

}  // namespace

TEST_CASE("IAM words broken constraints as the framework does") {
  auto const role = [](char const* name) {
    return Value{{"RoleName", name}, {"AssumeRolePolicyDocument", "{}"}};
  };
  CHECK(refusal(iam::model(), "CreateRole", role("web")).empty());
  CHECK(
      refusal(iam::model(), "CreateRole", role("a b")) ==
      "ValidationError: 1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: "
      "Member must satisfy regular expression pattern: [\\w+=,.@-]+");
  CHECK(refusal(iam::model(), "CreateRole", {{"RoleName", std::string(65, 'a')}}) ==
        "ValidationError: 2 validation errors detected: Value '" + std::string(65, 'a') +
            "' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64; "
            "Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null");
  CHECK(refusal(iam::model(), "ListRoles", {{"MaxItems", 1001}}) ==
        "ValidationError: 1 validation error detected: Value '1001' at 'maxItems' failed to satisfy "
        "constraint: "
        "Member must have value less than or equal to 1000");
  CHECK(refusal(iam::model(), "TagRole", {{"RoleName", "a"}, {"Tags", {{{"Value", "b"}}}}}) ==
        "ValidationError: 1 validation error detected: Value null at 'tags.1.member.key' failed to satisfy "
        "constraint: Member must not be null");
  CHECK(refusal(iam::model(), "UntagRole", {{"RoleName", "a"}, {"TagKeys", {nullptr, "a"}}}) ==
        "ValidationError: 1 validation error detected: Value null at 'tagKeys.1.member' failed to satisfy "
        "constraint: Member must not be null");
  // Of tags and version ids the value is not repeated.
  CHECK(
      refusal(iam::model(), "TagRole", {{"RoleName", "a"}, {"Tags", {{{"Key", "a!"}, {"Value", "b"}}}}})
          .starts_with("ValidationError: 1 validation error detected: Value at 'tags.1.member.key' failed to "
                       "satisfy constraint: Member must satisfy regular expression pattern: "));
  CHECK(refusal(iam::model(), "SetDefaultPolicyVersion",
                {{"PolicyArn", "arn:aws:iam::123456789012:policy/p"}, {"VersionId", "1"}})
            .starts_with("ValidationError: 1 validation error detected: Value at 'versionId' failed to "));
  Value session = role("a");
  session["MaxSessionDuration"] = 60;
  CHECK(refusal(iam::model(), "CreateRole", session).starts_with("ParamValidation: "));
  session["MaxSessionDuration"] = 60000;
  CHECK(refusal(iam::model(), "CreateRole", session).starts_with("ValidationError: "));
}

TEST_CASE("lengths count characters, not bytes") {
  Value const input{{"RoleName", "a"}, {"AssumeRolePolicyDocument", "{}"}, {"Description", std::string()}};
  Value long_text = input;
  for (int i = 0; i < 1000; ++i) long_text["Description"].get_ref<std::string&>() += "é";
  CHECK(refusal(iam::model(), "CreateRole", long_text).empty());
}

TEST_CASE("ECR has words of its own") {
  CHECK(refusal(ecr::model(), "CreateRepository", {{"repositoryName", "hello-repository"}}).empty());
  CHECK(refusal(ecr::model(), "CreateRepository", Value::object()) ==
        "InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: "
        "'must not be null'");
  CHECK(refusal(ecr::model(), "CreateRepository", {{"repositoryName", "Hello"}}) ==
        "InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: "
        "'must satisfy regular expression "
        "'[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*''");
  CHECK(refusal(ecr::model(), "DescribeImages", {{"repositoryName", "ab"}, {"maxResults", 1001}}) ==
        "InvalidParameterException: Invalid parameter at 'maxResults' failed to satisfy constraint: "
        "'Member must have value less than or equal to 1000'");
  CHECK(refusal(ecr::model(), "CreateRepository", {{"repositoryName", "ab"}, {"imageTagMutability", "NEVER"}})
            .starts_with(
                "InvalidParameterException: Invalid parameter at 'imageTagMutability' failed to satisfy "
                "constraint: 'Member must satisfy enum value set: [MUTABLE, IMMUTABLE"));
}

TEST_CASE("ECS leaves its own rules to its operations, but no unknown enum text passes") {
  CHECK(refusal(ecs::model(), "RunTask", Value::object()).empty());
  CHECK(
      refusal(ecs::model(), "ListTasks", {{"launchType", "MOON"}}) ==
      "InvalidParameterException: launch type should be one of [EC2,FARGATE,EXTERNAL,FMI,MANAGED_INSTANCES]");
  CHECK(refusal(ecs::model(), "ListServices", {{"schedulingStrategy", "x"}}) ==
        "InvalidParameterException: Scheduling strategy should be one of [REPLICA,DAEMON]");
  CHECK(refusal(ecs::model(), "DescribeServices", {{"services", {"a"}}, {"include", {"NOTES"}}}) ==
        "InvalidParameterException: include should be one of [TAGS]");
  Value const logged{{"family", "a"},
                     {"containerDefinitions", {{{"logConfiguration", {{"logDriver", "x"}}}}}}};
  CHECK(refusal(ecs::model(), "RegisterTaskDefinition", logged)
            .starts_with("ClientException: x is not a valid log driver. Must be one of [json-file,"));
  Value const secret{{"family", "a"}, {"containerDefinitions", {{{"secrets", {{{"name", "A"}}}}}}}};
  CHECK(refusal(ecs::model(), "RegisterTaskDefinition", secret) ==
        "ClientException: 1 validation error detected: Value null at "
        "'containerDefinitions.1.member.secrets.1.member.valueFrom' failed to satisfy constraint: Member "
        "must not "
        "be null");
}

TEST_CASE("EC2 names the parameter") {
  CHECK(refusal(ec2::model(), "DescribeVpcs", {{"MaxResults", 5}}).empty());
  CHECK(refusal(ec2::model(), "DescribeVpcs", {{"MaxResults", 1}}) ==
        "InvalidParameterValue: Value ( 1 ) for parameter maxResults is invalid. Member must have value "
        "greater than "
        "or equal to 5");
}

TEST_CASE("a secret is never repeated") {
  CHECK(refusal(toy::model(), "BuildToy", {{"toyName", "bear"}, {"secretCode", "hunter2"}}) ==
        "ValidationError: 1 validation error detected: Value at 'secretCode' failed to satisfy constraint: "
        "Member "
        "must have length less than or equal to 4");
}
