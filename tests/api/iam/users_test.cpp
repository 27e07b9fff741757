#include <doctest/doctest.h>

#include <regex>

#include "tests/api/iam/scene.h"

using namespace neargate::api;
using namespace neargate::api::iam;
using namespace neargate::api::testing;

TEST_CASE("a user is made, told, renamed, deleted") {
  World world;
  User const created =
      *world(&create_user, {.path = "/ci/", .user_name = "deploy", .tags = {{Tag{.key = "a", .value = "1"}}}})
           .user;
  CHECK(created.arn == "arn:aws:iam::123456789012:user/ci/deploy");
  CHECK(std::regex_match(created.user_id.value(), std::regex("AIDA[A-Z2-7]{17}")));
  CHECK(world.refusal(&create_user, {.user_name = "DEPLOY"}) ==
        "EntityAlreadyExists: User with name DEPLOY already exists.");
  world(&update_user, {.user_name = "deploy", .new_path = "/", .new_user_name = "ship"});
  User const renamed = *world(&get_user, {.user_name = "ship"}).user;
  CHECK(renamed.arn == "arn:aws:iam::123456789012:user/ship");
  CHECK(renamed.user_id == created.user_id);
  CHECK(renamed.tags->at(0).key == "a");
  CHECK(world(&list_users, {}).users->size() == 1);
  CHECK(world(&list_users, {.path_prefix = "/ci/"}).users->empty());
  CHECK(world(&list_groups_for_user, {.user_name = "ship"}).groups->empty());
  world(&delete_user, {.user_name = "ship"});
  CHECK(world.refusal(&get_user, {.user_name = "ship"}) ==
        "NoSuchEntity: The user with name ship cannot be found.");
  CHECK(world.refusal(&delete_user, {.user_name = "ship"}) ==
        "NoSuchEntity: The user with name ship cannot be found.");
}

TEST_CASE("without a name GetUser means the caller, the account's root") {
  World world;
  User const root = *world(&get_user, {}).user;
  CHECK(root.arn == "arn:aws:iam::123456789012:root");
  CHECK(root.user_id == "123456789012");
  CHECK_FALSE(root.user_name);
}

TEST_CASE("a user with keys or policies cannot be deleted") {
  World world;
  world(&create_user, {.user_name = "u"});
  std::string const id = world(&create_access_key, {.user_name = "u"}).access_key->access_key_id.value();
  world(&put_user_policy, {.user_name = "u", .policy_name = "p", .policy_document = read_bucket});
  world(&attach_user_policy, {.user_name = "u", .policy_arn = execution_policy});
  CHECK(world(&list_user_policies, {.user_name = "u"}).policy_names == std::vector<std::string>{"p"});
  CHECK(world(&get_user_policy, {.user_name = "u", .policy_name = "p"}).policy_document->starts_with("%7B"));
  CHECK(world.refusal(&delete_user, {.user_name = "u"}) ==
        "DeleteConflict: Cannot delete entity, must delete policies first.");
  world(&delete_user_policy, {.user_name = "u", .policy_name = "p"});
  CHECK(world.refusal(&delete_user_policy, {.user_name = "u", .policy_name = "p"}) ==
        "NoSuchEntity: The user policy with name p cannot be found.");
  CHECK(world.refusal(&delete_user, {.user_name = "u"}) ==
        "DeleteConflict: Cannot delete entity, must detach all policies first.");
  CHECK(world(&list_attached_user_policies, {.user_name = "u"}).attached_policies->at(0).policy_name ==
        "AmazonECSTaskExecutionRolePolicy");
  world(&detach_user_policy, {.user_name = "u", .policy_arn = execution_policy});
  CHECK(world.refusal(&delete_user, {.user_name = "u"}) ==
        "DeleteConflict: Cannot delete entity, must delete access keys first.");
  world(&delete_access_key, {.user_name = "u", .access_key_id = id});
  world(&delete_user, {.user_name = "u"});
}

TEST_CASE("access keys have AWS's form and carry the account") {
  World world;
  world(&create_user, {.user_name = "u"});
  AccessKey const key = *world(&create_access_key, {.user_name = "U"}).access_key;
  CHECK(key.user_name == "u");
  CHECK(std::regex_match(key.access_key_id.value(), std::regex("AKIA[A-Z2-7]{16}")));
  CHECK(std::regex_match(key.secret_access_key.value(), std::regex("[A-Za-z0-9+/]{40}")));
  CHECK(key.status == statusType::Active);
  CHECK(neargate::domain::account_of_access_key(key.access_key_id.value()) == world.scope.account);
  world(&create_access_key, {.user_name = "u"});
  CHECK(world.refusal(&create_access_key, {.user_name = "u"}) ==
        "LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2");
  world(&update_access_key,
        {.user_name = "u", .access_key_id = key.access_key_id, .status = statusType::Inactive});
  auto const listed = world(&list_access_keys, {.user_name = "u"});
  CHECK(listed.access_key_metadata->size() == 2);
  CHECK(world(&list_access_keys, {.user_name = "u", .max_items = 1}).is_truncated == true);
  CHECK(world.refusal(&delete_access_key, {.user_name = "u", .access_key_id = "AKIAQQQQQQQQQQQQQQQQ"}) ==
        "NoSuchEntity: The Access Key with id AKIAQQQQQQQQQQQQQQQQ cannot be found.");
  CHECK(world.refusal(&create_access_key, {.user_name = "nobody"}) ==
        "NoSuchEntity: The user with name nobody cannot be found.");
  // Without a name the caller's: root's key names no user.
  CHECK_FALSE(world(&create_access_key, {}).access_key->user_name);
}
