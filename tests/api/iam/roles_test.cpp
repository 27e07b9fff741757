#include <doctest/doctest.h>

#include <regex>

#include "api/iam/policy_document.h"
#include "tests/api/iam/scene.h"

using namespace neargate::api;
using namespace neargate::api::iam;
using namespace neargate::api::testing;

namespace {

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
        "ValidationError: ARN AmazonECS_FullAccess is not valid.");
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
      {R"({"Version":"2000-01-01","Statement":[]})", "Syntax errors in policy."},
      {R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}})",
       "Has prohibited field Resource"},
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
  struct Refused {
    char const *document, *fault;
  };
  for (auto const& row : {Refused{R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}})",
                                  "Resource bucket must be in ARN format or \"*\"."},
                          Refused{R"({"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},)"
                                  R"({"Sid":"a","Effect":"Deny","Action":"*","Resource":"*"}]})",
                                  "Statement IDs (SID) in a single policy must be unique."}})
    CHECK(identity_policy_fault(row.document).value_or("good") == row.fault);
  CHECK(percent_encode("a b*/~") == "a%20b%2A%2F~");
}

TEST_CASE("a role is updated in the members that are given") {
  World world;
  CreateRoleRequest request = role_request("r");
  request.description = "old";
  CHECK_FALSE(world(&create_role, request).role->description);  // GetRole tells it
  world(&update_role, {.role_name = "r", .max_session_duration = 7200});
  CHECK(world(&get_role, {.role_name = "r"}).role->description == "old");
  world(&update_role, {.role_name = "r", .description = ""});
  CHECK(world(&get_role, {.role_name = "r"}).role->description == "");
  CHECK(world(&get_role, {.role_name = "r"}).role->max_session_duration == 7200);
  Role const described = *world(&update_role_description, {.role_name = "r", .description = "new"}).role;
  CHECK(described.description == "new");
  CHECK_FALSE(described.max_session_duration);
  std::string const other = R"({"Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},)"
                            R"("Action":"sts:AssumeRole"}})";
  world(&update_assume_role_policy, {.role_name = "r", .policy_document = other});
  CHECK(world(&get_role, {.role_name = "r"}).role->assume_role_policy_document->find("ec2.amazonaws") !=
        std::string::npos);
  CHECK(world.refusal(&update_role, {.role_name = "x"}) ==
        "NoSuchEntity: The role with name x cannot be found.");
  CHECK(world.refusal(&update_role_description, {.role_name = "x", .description = ""}) ==
        "NoSuchEntity: The role with name x cannot be found.");
  CHECK(world.refusal(&update_assume_role_policy, {.role_name = "r", .policy_document = "[]"}) ==
        "MalformedPolicyDocument: Syntax errors in policy.");
}

TEST_CASE("a permissions boundary is a policy that exists") {
  World world;
  std::string const arn = make_policy(world, "p");
  CreateRoleRequest request = role_request("r");
  request.permissions_boundary = arn;
  Role const created = *world(&create_role, request).role;
  CHECK(created.permissions_boundary->permissions_boundary_arn == arn);
  CHECK(created.permissions_boundary->permissions_boundary_type == PermissionsBoundaryAttachmentType::Policy);
  CHECK(world(&get_role, {.role_name = "r"}).role->permissions_boundary);
  CHECK_FALSE(world(&list_roles, {}).roles->at(0).permissions_boundary);  // a list does not tell it
  world(&delete_role_permissions_boundary, {.role_name = "r"});
  CHECK_FALSE(world(&get_role, {.role_name = "r"}).role->permissions_boundary);
  std::string const nowhere = "arn:aws:iam::123456789012:policy/nowhere";
  CHECK(world.refusal(&put_role_permissions_boundary, {.role_name = "r", .permissions_boundary = nowhere}) ==
        "NoSuchEntity: Scope ARN: " + nowhere + " does not exist or is not attachable.");
  CHECK(world.refusal(&put_role_permissions_boundary,
                      {.role_name = "r", .permissions_boundary = "arn:aws:s3:::bucket-of-mine"}) ==
        "InvalidInput: ARN arn:aws:s3:::bucket-of-mine is not valid.");
}

TEST_CASE("a role has ten managed policies at most, and inline ones up to a size") {
  World world;
  world(&create_role, role_request("r"));
  for (int i = 0; i < 10; ++i)
    world(&attach_role_policy,
          {.role_name = "r", .policy_arn = make_policy(world, ("p" + std::to_string(i)).c_str())});
  CHECK(world.refusal(&attach_role_policy, {.role_name = "r", .policy_arn = execution_policy}) ==
        "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10");
  CHECK(world(&list_attached_role_policies, {.role_name = "r", .max_items = 4}).is_truncated == true);
  std::string const large = R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::)" +
                            std::string(10240, 'x') + R"("}})";
  CHECK(
      world.refusal(&put_role_policy, {.role_name = "r", .policy_name = "large", .policy_document = large}) ==
      "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role r");
  CHECK(world(&list_role_policies, {.role_name = "r"}).policy_names->empty());  // nothing half-written
  CHECK(world.refusal(&create_role,
                      {.role_name = "t",
                       .assume_role_policy_document = std::string(trust) + std::string(1, ' ')}) == "");
}

TEST_CASE("tags of a role are kept, told in pages, and taken away") {
  World world;
  world(&create_role, role_request("r"));
  world(&tag_role,
        {.role_name = "r", .tags = {{Tag{.key = "b", .value = "2"}, Tag{.key = "a", .value = "1"}}}});
  auto const first = world(&list_role_tags, {.role_name = "r", .max_items = 1});
  CHECK(first.tags->at(0).key == "a");
  CHECK(first.is_truncated == true);
  CHECK(world(&list_role_tags, {.role_name = "r", .marker = first.marker}).tags->at(0).key == "b");
  world(&untag_role, {.role_name = "r", .tag_keys = {{"a", "none"}}});
  CHECK(world(&get_role, {.role_name = "r"}).role->tags->size() == 1);
  world(&delete_role, {.role_name = "r"});
  world(&create_role, role_request("r"));
  CHECK_FALSE(world(&get_role, {.role_name = "r"}).role->tags);  // a new role has none of the old one's
}
