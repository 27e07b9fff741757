#include <doctest/doctest.h>

#include <regex>

#include "api/iam/policy_document.h"
#include "gen/iam/operations.h"
#include "gen/iam/shapes.h"
#include "tests/api/world.h"

using namespace neargate::api;
using namespace neargate::api::iam;
using neargate::api::testing::World;

namespace {

constexpr char const* trust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
    R"("Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
constexpr char const* execution_policy =
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

CreateRoleRequest role_request(char const* name) {
  return {.role_name = name, .assume_role_policy_document = trust};
}

}  // namespace

TEST_CASE("a created role answers what IAM answers, GetRole and ListRoles what they add") {
  World world;
  Role const created = world(&create_role, role_request("ecsTaskExecutionRole")).role.value();
  CHECK(created.arn == "arn:aws:iam::123456789012:role/ecsTaskExecutionRole");
  CHECK(created.path == "/");
  CHECK(std::regex_match(created.role_id.value(), std::regex("AROA[A-Z2-7]{17}")));
  CHECK_FALSE(created.max_session_duration);
  CHECK(created.assume_role_policy_document->starts_with("%7B%22Version%22%3A%222012-10-17%22"));

  Role const got = world(&get_role, {.role_name = "ECSTASKEXECUTIONROLE"}).role.value();
  CHECK(got.role_name == "ecsTaskExecutionRole");  // compared without case, kept as spelled
  CHECK(got.max_session_duration == 3600);
  CHECK(got.role_last_used);
  auto const listed = world(&list_roles, {});
  REQUIRE(listed.roles->size() == 1);
  CHECK_FALSE(listed.roles->at(0).role_last_used);
  CHECK(listed.is_truncated == false);
}

TEST_CASE("roles are refused as IAM refuses them") {
  World world;
  world(&create_role, role_request("r"));
  CHECK(world.refusal(&create_role, role_request("R")) ==
        "EntityAlreadyExists: Role with name R already exists.");
  CHECK(world.refusal(&get_role, {.role_name = "x"}) ==
        "NoSuchEntity: The role with name x cannot be found.");
  CHECK(world.refusal(&create_role, {.role_name = "n", .assume_role_policy_document = "{"}) ==
        "MalformedPolicyDocument: This policy contains invalid Json");
  CreateRoleRequest tagged = role_request("t");
  tagged.tags = {{Tag{.key = "a", .value = "1"}, Tag{.key = "A", .value = "2"}}};
  CHECK(world.refusal(&create_role, tagged) ==
        "InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive.");
}

TEST_CASE("a role with policies cannot be deleted") {
  World world;
  world(&create_role, role_request("r"));
  world(&attach_role_policy, {.role_name = "r", .policy_arn = execution_policy});
  world(&attach_role_policy, {.role_name = "r", .policy_arn = execution_policy});  // twice is fine
  auto const attached = world(&list_attached_role_policies, {.role_name = "r"});
  REQUIRE(attached.attached_policies->size() == 1);
  CHECK(attached.attached_policies->at(0).policy_name == "AmazonECSTaskExecutionRolePolicy");
  CHECK(world.refusal(&delete_role, {.role_name = "r"}) ==
        "DeleteConflict: Cannot delete entity, must detach all policies first.");
  world(&detach_role_policy, {.role_name = "r", .policy_arn = execution_policy});
  CHECK(world.refusal(&detach_role_policy, {.role_name = "r", .policy_arn = execution_policy}) ==
        std::string("NoSuchEntity: Policy ") + execution_policy + " was not found.");

  char const* const document =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})";
  world(&put_role_policy, {.role_name = "r", .policy_name = "p", .policy_document = document});
  CHECK(world(&get_role_policy, {.role_name = "r", .policy_name = "P"}).policy_name == "P");
  CHECK(world(&list_role_policies, {.role_name = "r"}).policy_names == std::vector<std::string>{"p"});
  CHECK(world.refusal(&delete_role, {.role_name = "r"}) ==
        "DeleteConflict: Cannot delete entity, must delete policies first.");
  world(&delete_role_policy, {.role_name = "r", .policy_name = "p"});
  CHECK(world.refusal(&delete_role_policy, {.role_name = "r", .policy_name = "p"}) ==
        "NoSuchEntity: The role policy with name p cannot be found.");
  world(&delete_role, {.role_name = "r"});
  CHECK(world.refusal(&delete_role, {.role_name = "r"}) ==
        "NoSuchEntity: The role with name r cannot be found.");
}

TEST_CASE("only policies that exist can be attached") {
  World world;
  world(&create_role, role_request("r"));
  CHECK(world.refusal(&attach_role_policy, {.role_name = "r", .policy_arn = "AmazonECS_FullAccess"}) ==
        "ValidationError: Invalid ARN:  Could not be parsed!");
  CHECK(world.refusal(&attach_role_policy,
                      {.role_name = "r", .policy_arn = "arn:aws:iam::aws:policy/Nothing"}) ==
        "NoSuchEntity: Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable.");
  CHECK(world.refusal(&attach_role_policy,
                      {.role_name = "r", .policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess"}) ==
        "");
}

TEST_CASE("roles come in pages that a marker continues") {
  World world;
  for (char const* name : {"c", "a", "b"}) world(&create_role, role_request(name));
  auto const first = world(&list_roles, {.max_items = 2});
  CHECK(first.is_truncated == true);
  CHECK(first.roles->at(1).role_name == "b");
  auto const second = world(&list_roles, {.marker = first.marker, .max_items = 2});
  CHECK(second.is_truncated == false);
  CHECK(second.roles->at(0).role_name == "c");
  CHECK(world.refusal(&list_roles, {.marker = "bm9uc2Vuc2U="}) == "ValidationError: Invalid Marker.");
}

TEST_CASE("accounts do not see each other's roles, regions do") {
  World world;
  world(&create_role, role_request("r"));
  world.scope.region = neargate::domain::Region{"us-west-1"};
  CHECK(world.refusal(&get_role, {.role_name = "r"}) == "");
  world.scope.account = neargate::domain::AccountId{"000000000001"};
  CHECK(world.refusal(&get_role, {.role_name = "r"}) != "");
}

TEST_CASE("policies are checked by their grammar") {
  struct Row {
    char const* document;
    char const* fault;  // nullptr: good
  };
  Row const trusts[] = {
      {trust, nullptr},
      {"[]", "Syntax errors in policy."},
      {R"({"Version":"2012-10-17"})", "Syntax errors in policy."},
      {R"({"Version":"2000-01-01","Statement":[]})",
       "Policy document must be version 2012-10-17 or greater."},
      {R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}})",
       "Has prohibited field Resource."},
      {R"({"Statement":{"Effect":"Perhaps","Principal":"*","Action":"sts:AssumeRole"}})",
       "Syntax errors in policy."},
  };
  for (auto const& row : trusts) {
    CAPTURE(row.document);
    auto const fault = trust_policy_fault(row.document);
    CHECK(fault.value_or("good") == (row.fault ? row.fault : "good"));
  }
  Row const identities[] = {
      {R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})", nullptr},
      {R"({"Statement":{"Effect":"Allow","Resource":"*"}})", "Policy statement must contain actions."},
      {R"({"Statement":{"Effect":"Allow","Action":"s3:*"}})", "Policy statement must contain resources."},
      {R"({"Statement":{"Effect":"Allow","Action":"everything","Resource":"*"}})",
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {"{", "Syntax errors in policy."},
  };
  for (auto const& row : identities) {
    CAPTURE(row.document);
    auto const fault = identity_policy_fault(row.document);
    CHECK(fault.value_or("good") == (row.fault ? row.fault : "good"));
  }
  CHECK(percent_encode("a b*/~") == "a%20b%2A%2F~");
}
