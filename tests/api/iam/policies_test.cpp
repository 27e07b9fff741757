#include <doctest/doctest.h>

#include <regex>

#include "api/iam/managed_policies.h"
#include "tests/api/iam/scene.h"

using namespace neargate::api;
using namespace neargate::api::iam;
using namespace neargate::api::testing;

TEST_CASE("a new policy answers what IAM answers") {
  World world;
  Policy const created = *world(&create_policy, {.policy_name = "p",
                                                 .path = "/team/",
                                                 .policy_document = read_bucket,
                                                 .description = "reads",
                                                 .tags = {{Tag{.key = "a", .value = "1"}}}})
                              .policy;
  CHECK(created.arn == "arn:aws:iam::123456789012:policy/team/p");
  CHECK(std::regex_match(created.policy_id.value(), std::regex("ANPA[A-Z2-7]{17}")));
  CHECK(created.default_version_id == "v1");
  CHECK(created.attachment_count == 0);
  CHECK(created.permissions_boundary_usage_count == 0);
  CHECK(created.is_attachable == true);
  CHECK(created.create_date == created.update_date);
  CHECK_FALSE(created.description);  // GetPolicy tells it
  Policy const got = *world(&get_policy, {.policy_arn = created.arn}).policy;
  CHECK(got.description == "reads");
  CHECK(got.tags->at(0).key == "a");
  PolicyVersion const version =
      *world(&get_policy_version, {.policy_arn = created.arn, .version_id = "v1"}).policy_version;
  CHECK(version.document->starts_with("%7B%22Version%22"));
  CHECK(version.is_default_version == true);
}

TEST_CASE("policies are refused as IAM refuses them") {
  World world;
  std::string const arn = make_policy(world, "p");
  std::string const nowhere = "arn:aws:iam::123456789012:policy/nowhere";
  CHECK(world.refusal(&create_policy, {.policy_name = "P", .policy_document = read_bucket}) ==
        "EntityAlreadyExists: A policy called P already exists. Duplicate names are not allowed.");
  CHECK(world.refusal(&create_policy, {.policy_name = "q", .policy_document = "{"}) ==
        "MalformedPolicyDocument: Syntax errors in policy.");
  std::string const large =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::)" +
      std::string(6144, 'x') + R"("}})";
  CHECK(world.refusal(&create_policy, {.policy_name = "q", .policy_document = large}) ==
        "LimitExceeded: Cannot exceed quota for PolicySize: 6144");
  CHECK(world.refusal(&get_policy, {.policy_arn = "no-arn-at-all-really"}) ==
        "ValidationError: Invalid ARN:  Could not be parsed!");
  CHECK(world.refusal(&get_policy, {.policy_arn = nowhere}) ==
        "NoSuchEntity: Policy " + nowhere + " was not found.");
  CHECK(world.refusal(&delete_policy, {.policy_arn = nowhere}) ==
        "NoSuchEntity: Policy " + nowhere + " was not found.");
  CHECK(world.refusal(&get_policy_version, {.policy_arn = arn, .version_id = "v9"}) ==
        "NoSuchEntity: Policy " + arn + " version v9 does not exist or is not attachable.");
  CHECK(world.refusal(&delete_policy, {.policy_arn = execution_policy}) ==
        std::string("AccessDenied: User: arn:aws:iam::123456789012:root is not authorized to perform: "
                    "iam:DeletePolicy on resource: policy ") +
            execution_policy);
  // The path is part of the ARN.
  CHECK(world.refusal(&get_policy, {.policy_arn = "arn:aws:iam::123456789012:policy/team/p"}) != "");
}

TEST_CASE("a policy has five versions at most, one of them the default") {
  World world;
  std::string const arn = make_policy(world, "p");
  CreatePolicyVersionRequest const next{.policy_arn = arn, .policy_document = read_bucket};
  auto const second = *world(&create_policy_version, next).policy_version;
  CHECK(second.version_id == "v2");
  CHECK(second.is_default_version == false);
  for (int version = 3; version <= 5; ++version) world(&create_policy_version, next);
  CHECK(
      world.refusal(&create_policy_version, next) ==
      "LimitExceeded: A managed policy can have up to 5 versions. Before you create a new version, you must "
      "delete an existing version.");
  auto const listed = world(&list_policy_versions, {.policy_arn = arn});
  CHECK(listed.versions->front().version_id == "v5");
  CHECK(listed.versions->back().is_default_version == true);
  CHECK(world.refusal(&delete_policy_version, {.policy_arn = arn, .version_id = "v1"}) ==
        "DeleteConflict: Cannot delete the default version of a policy.");
  CHECK(world.refusal(&delete_policy, {.policy_arn = arn}) ==
        "DeleteConflict: This policy has more than one version. Before you delete a policy, you must delete "
        "the "
        "policy's versions. The default version is deleted with the policy.");
  world(&set_default_policy_version, {.policy_arn = arn, .version_id = "v3"});
  CHECK(world(&get_policy, {.policy_arn = arn}).policy->default_version_id == "v3");
  for (char const* old : {"v1", "v2", "v4", "v5"})
    world(&delete_policy_version, {.policy_arn = arn, .version_id = old});
  CreatePolicyVersionRequest made_default = next;
  made_default.set_as_default = true;
  CHECK(world(&create_policy_version, made_default).policy_version->version_id == "v6");  // never again v4
  world(&delete_policy_version, {.policy_arn = arn, .version_id = "v3"});
  world(&delete_policy, {.policy_arn = arn});
  CHECK(world.refusal(&get_policy, {.policy_arn = arn}) != "");
}

TEST_CASE("a policy in use is counted, listed with its users, and cannot be deleted") {
  World world;
  make_role(world, "r");
  world(&create_user, {.user_name = "u"});
  std::string const arn = make_policy(world, "p");
  world(&attach_role_policy, {.role_name = "r", .policy_arn = arn});
  world(&attach_user_policy, {.user_name = "u", .policy_arn = arn});
  world(&put_role_permissions_boundary, {.role_name = "r", .permissions_boundary = arn});
  Policy const used = *world(&get_policy, {.policy_arn = arn}).policy;
  CHECK(used.attachment_count == 2);
  CHECK(used.permissions_boundary_usage_count == 1);
  CHECK(world.refusal(&delete_policy, {.policy_arn = arn}) ==
        "DeleteConflict: Cannot delete a policy attached to entities.");
  auto const entities = world(&list_entities_for_policy, {.policy_arn = arn});
  CHECK(entities.policy_users->at(0).user_name == "u");
  CHECK(entities.policy_roles->at(0).role_name == "r");
  CHECK(entities.policy_groups->empty());
  CHECK(world(&list_entities_for_policy, {.policy_arn = arn, .entity_filter = EntityType::Role})
            .policy_users->empty());
  CHECK(world(&list_entities_for_policy,
              {.policy_arn = arn, .policy_usage_filter = PolicyUsageType::PermissionsBoundary})
            .policy_users->empty());
  auto const first = world(&list_entities_for_policy, {.policy_arn = arn, .max_items = 1});
  CHECK(first.is_truncated == true);
  CHECK(world(&list_entities_for_policy, {.policy_arn = arn, .marker = first.marker})
            .policy_roles->at(0)
            .role_name == "r");
  world(&detach_role_policy, {.role_name = "r", .policy_arn = arn});
  world(&detach_user_policy, {.user_name = "u", .policy_arn = arn});
  world(&delete_role_permissions_boundary, {.role_name = "r"});
  world(&delete_policy, {.policy_arn = arn});
}

TEST_CASE("AWS's policies are known by name, and the documents of those around ECS") {
  World world;
  Policy const policy = *world(&get_policy, {.policy_arn = execution_policy}).policy;
  CHECK(policy.path == "/service-role/");
  CHECK(std::regex_match(policy.policy_id.value(), std::regex("ANPA[A-Z2-7]{17}")));
  auto const version =
      world(&get_policy_version, {.policy_arn = execution_policy, .version_id = policy.default_version_id});
  CHECK(version.policy_version->document->find("ecr%3AGetAuthorizationToken") != std::string::npos);
  CHECK(world(&list_policy_versions, {.policy_arn = execution_policy}).versions->size() == 1);
  CHECK(world.refusal(&get_policy, {.policy_arn = "arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy"})
            .starts_with("NoSuchEntity"));  // without its path
  CHECK(managed_policies().size() > 1000);
  for (auto const& managed : managed_policies()) {
    CAPTURE(managed.name);
    REQUIRE(find_managed_policy(managed.arn()) == &managed);  // sorted, and no name twice
  }
  CHECK(world.refusal(&get_policy_version,
                      {.policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess",
                       .version_id = std::string(
                           find_managed_policy("arn:aws:iam::aws:policy/ReadOnlyAccess")->version)}) ==
        "NotImplementedException: neargate does not carry the document of "
        "arn:aws:iam::aws:policy/ReadOnlyAccess; see docs/coverage.md");
}

TEST_CASE("policies are listed by scope, use and path, in pages") {
  World world;
  make_role(world, "r");
  std::string const own = make_policy(world, "own");
  world(&attach_role_policy, {.role_name = "r", .policy_arn = execution_policy});
  CHECK(world(&list_policies, {.scope = policyScopeType::Local}).policies->size() == 1);
  auto const used = world(&list_policies, {.only_attached = true});
  REQUIRE(used.policies->size() == 1);
  CHECK(used.policies->at(0).arn == execution_policy);
  CHECK(world(&list_policies, {.path_prefix = "/job-function/"}).policies->size() < 20);
  auto page = world(&list_policies, {});
  CHECK(page.policies->size() == 100);
  std::size_t count = page.policies->size();
  while (page.is_truncated.value()) {
    page = world(&list_policies, {.marker = page.marker, .max_items = 1000});
    count += page.policies->size();
  }
  CHECK(count == managed_policies().size() + 1);
}

TEST_CASE("tags of a policy merge and go without regard to case") {
  World world;
  std::string const arn = make_policy(world, "p");
  world(&tag_policy, {.policy_arn = arn, .tags = {{Tag{.key = "Team", .value = "a"}}}});
  world(&tag_policy, {.policy_arn = arn, .tags = {{Tag{.key = "team", .value = "b"}}}});
  auto const tags = *world(&list_policy_tags, {.policy_arn = arn}).tags;
  REQUIRE(tags.size() == 1);
  CHECK(tags[0].key == "team");
  CHECK(tags[0].value == "b");
  world(&untag_policy, {.policy_arn = arn, .tag_keys = {{"TEAM"}}});
  CHECK(world(&list_policy_tags, {.policy_arn = arn}).tags->empty());
  std::vector<Tag> many;
  for (int i = 0; i < 50; ++i) many.push_back({.key = "k" + std::to_string(i), .value = ""});
  world(&tag_policy, {.policy_arn = arn, .tags = many});
  CHECK(world.refusal(&tag_policy, {.policy_arn = arn, .tags = {{Tag{.key = "one-more", .value = ""}}}}) ==
        "LimitExceeded: Cannot exceed quota for TagsPerPolicy: 50");
}
