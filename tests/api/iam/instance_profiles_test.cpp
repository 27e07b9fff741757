#include <doctest/doctest.h>

#include <regex>

#include "tests/api/iam/scene.h"

using namespace neargate::api;
using namespace neargate::api::iam;
using namespace neargate::api::testing;

TEST_CASE("an instance profile holds one role") {
  World world;
  make_role(world, "ecsInstanceRole");
  make_role(world, "other");
  InstanceProfile const created =
      *world(&create_instance_profile, {.instance_profile_name = "p"}).instance_profile;
  CHECK(created.arn == "arn:aws:iam::123456789012:instance-profile/p");
  CHECK(std::regex_match(created.instance_profile_id.value(), std::regex("AIPA[A-Z2-7]{17}")));
  CHECK(created.roles->empty());
  CHECK(world.refusal(&create_instance_profile, {.instance_profile_name = "P"}) ==
        "EntityAlreadyExists: Instance Profile P already exists.");
  world(&add_role_to_instance_profile, {.instance_profile_name = "p", .role_name = "ecsInstanceRole"});
  CHECK(world.refusal(&add_role_to_instance_profile, {.instance_profile_name = "p", .role_name = "other"}) ==
        "LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  CHECK(
      world(&get_instance_profile, {.instance_profile_name = "p"}).instance_profile->roles->at(0).role_name ==
      "ecsInstanceRole");
  CHECK(world(&list_instance_profiles, {}).instance_profiles->at(0).roles->size() == 1);
  CHECK(world(&list_instance_profiles_for_role, {.role_name = "ecsInstanceRole"})
            .instance_profiles->at(0)
            .instance_profile_name == "p");
  CHECK(world(&list_instance_profiles_for_role, {.role_name = "other"}).instance_profiles->empty());
}

TEST_CASE("instance profiles are refused as IAM refuses them") {
  World world;
  make_role(world, "r");
  world(&create_instance_profile, {.instance_profile_name = "p"});
  world(&add_role_to_instance_profile, {.instance_profile_name = "p", .role_name = "r"});
  CHECK(world.refusal(&delete_role, {.role_name = "r"}) ==
        "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.");
  CHECK(world.refusal(&delete_instance_profile, {.instance_profile_name = "p"}) ==
        "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.");
  CHECK(world.refusal(&get_instance_profile, {.instance_profile_name = "x"}) ==
        "NoSuchEntity: Instance Profile x cannot be found.");
  CHECK(world.refusal(&add_role_to_instance_profile, {.instance_profile_name = "p", .role_name = "x"}) ==
        "NoSuchEntity: The role with name x cannot be found.");
  world(&remove_role_from_instance_profile, {.instance_profile_name = "p", .role_name = "r"});
  CHECK(world.refusal(&remove_role_from_instance_profile, {.instance_profile_name = "p", .role_name = "r"}) ==
        "NoSuchEntity: Role r in Instance Profile p cannot be found.");
  world(&tag_instance_profile, {.instance_profile_name = "p", .tags = {{Tag{.key = "a", .value = "1"}}}});
  CHECK(world(&list_instance_profile_tags, {.instance_profile_name = "p"}).tags->size() == 1);
  world(&untag_instance_profile, {.instance_profile_name = "p", .tag_keys = {{"a"}}});
  CHECK(world(&get_instance_profile, {.instance_profile_name = "p"}).instance_profile->tags->empty());
  world(&delete_instance_profile, {.instance_profile_name = "p"});
  world(&delete_role, {.role_name = "r"});
}
