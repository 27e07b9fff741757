#include <doctest/doctest.h>

#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "tests/api/iam/scene.h"

using namespace neargate::api;
using namespace neargate::api::iam;
using namespace neargate::api::testing;

namespace {
constexpr char const* name = "AWSServiceRoleForECS";
}

TEST_CASE("CreateServiceLinkedRole makes the role of ECS") {
  World world;
  Role const role = *world(&create_service_linked_role, {.aws_service_name = "ecs.amazonaws.com"}).role;
  CHECK(role.arn == "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
  CHECK(role.description ==
        "Policy to enable Amazon ECS to manage your EC2 instances and related resources.");
  CHECK(world(&get_role, {.role_name = name}).role->max_session_duration == 3600);
  CHECK(world(&list_attached_role_policies, {.role_name = name}).attached_policies->at(0).policy_arn ==
        "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy");
  CHECK(world.refusal(&create_service_linked_role, {.aws_service_name = "ecs.amazonaws.com"}) ==
        "InvalidInput: Service role name AWSServiceRoleForECS has been taken in this account, please try a "
        "different suffix.");
  CHECK(world.refusal(&create_service_linked_role,
                      {.aws_service_name = "ecs.amazonaws.com", .custom_suffix = "x"}) ==
        "InvalidInput: Custom suffix is not allowed for ecs.amazonaws.com");
  CHECK(world(&create_service_linked_role,
              {.aws_service_name = "autoscaling.amazonaws.com", .custom_suffix = "x"})
            .role->role_name == "AWSServiceRoleForAutoScaling_x");
}

TEST_CASE("the first cluster of an account makes the role of ECS") {
  World world;
  CHECK(world.refusal(&get_role, {.role_name = name}) != "");
  world(&ecs::create_cluster, {.cluster_name = "c"});
  world(&ecs::create_cluster, {.cluster_name = "d"});
  CHECK(world.refusal(&get_role, {.role_name = name}) == "");
}

TEST_CASE("a service-linked role is only modifiable by AWS, but for description and tags") {
  World world;
  world(&create_service_linked_role, {.aws_service_name = "ecs.amazonaws.com"});
  std::string const refused =
      "UnmodifiableEntity: Cannot perform the operation on the protected role 'AWSServiceRoleForECS' - this "
      "role is only modifiable by AWS";
  CHECK(world.refusal(&delete_role, {.role_name = name}) == refused);
  CHECK(world.refusal(&attach_role_policy, {.role_name = name, .policy_arn = execution_policy}) == refused);
  CHECK(world.refusal(&put_role_policy,
                      {.role_name = name, .policy_name = "p", .policy_document = read_bucket}) == refused);
  CHECK(world.refusal(&update_assume_role_policy, {.role_name = name, .policy_document = trust}) == refused);
  CHECK(world.refusal(&update_role, {.role_name = name, .max_session_duration = 7200}) == refused);
  CHECK(world(&update_role_description, {.role_name = name, .description = "mine"}).role->description ==
        "mine");
  CHECK(
      world.refusal(&attach_role_policy,
                    {.role_name = name,
                     .policy_arn = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy"}) ==
      refused);
  world(&tag_role, {.role_name = name, .tags = {{Tag{.key = "a", .value = "1"}}}});  // tags are anyone's
  make_role(world, "r");
  CHECK(
      world.refusal(&attach_role_policy,
                    {.role_name = "r",
                     .policy_arn = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy"}) ==
      "PolicyNotAttachable: Cannot attach a Service Role Policy to a Customer Role.");
  CHECK(world.refusal(&create_role, {.path = "/aws-service-role/ecs.amazonaws.com/",
                                     .role_name = "mine",
                                     .assume_role_policy_document = trust}) ==
        "InvalidInput: The path /aws-service-role/ is reserved for service-linked roles.");
}

TEST_CASE("a service-linked role goes when nothing uses it") {
  World world;
  world(&ecs::create_cluster, {.cluster_name = "c"});
  std::string const failed = world(&delete_service_linked_role, {.role_name = name}).deletion_task_id.value();
  CHECK(failed.starts_with("task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/"));
  auto const status = world(&get_service_linked_role_deletion_status, {.deletion_task_id = failed});
  CHECK(status.status == DeletionTaskStatusType::Failed);
  CHECK(status.reason->role_usage_list->at(0).resources ==
        std::vector<std::string>{"arn:aws:ecs:eu-west-1:123456789012:cluster/c"});
  world(&ecs::delete_cluster, {.cluster = "c"});
  std::string const done = world(&delete_service_linked_role, {.role_name = name}).deletion_task_id.value();
  CHECK(world(&get_service_linked_role_deletion_status, {.deletion_task_id = done}).status ==
        DeletionTaskStatusType::Succeeded);
  CHECK(world.refusal(&get_role, {.role_name = name}) != "");
  make_role(world, "r");
  CHECK(world.refusal(&delete_service_linked_role, {.role_name = "r"}) ==
        "InvalidInput: Role r is not a service-linked role.");
  CHECK(world.refusal(&get_service_linked_role_deletion_status, {.deletion_task_id = "task/x"}) ==
        "NoSuchEntity: Deletion task with id task/x cannot be found.");
}
