#include "tests/api/ecs/scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::Scene;

TEST_CASE("a new Fargate service comes back with AWS's defaults") {
  Scene scene;
  Service const service = scene.create(Scene::web_service());
  CHECK(service.service_arn == arn("service/c/s"));
  CHECK(service.cluster_arn == arn("cluster/c"));
  CHECK(service.status == "ACTIVE");
  CHECK(service.desired_count == 2);
  CHECK(service.running_count == 0);
  CHECK(service.pending_count == 0);
  CHECK(service.launch_type == LaunchType::Fargate);
  CHECK_FALSE(service.capacity_provider_strategy);
  CHECK(service.platform_version == "LATEST");
  CHECK(service.platform_family == "Linux");
  CHECK(service.task_definition == arn("task-definition/web:1"));
  CHECK(service.load_balancers->empty());
  CHECK(service.service_registries->empty());
  CHECK(service.placement_constraints->empty());
  CHECK(service.placement_strategy->empty());
  CHECK(service.events->empty());
  CHECK(service.tags->empty());
  CHECK(service.created_at == scene.clock.now());
  CHECK(service.created_by == "arn:aws:iam::123456789012:root");
  CHECK(service.role_arn ==
        "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
  CHECK(service.health_check_grace_period_seconds == 0);
  CHECK(service.scheduling_strategy == SchedulingStrategy::Replica);
  CHECK(service.deployment_controller->type == DeploymentControllerType::Ecs);
  CHECK(service.enable_ecs_managed_tags == false);
  CHECK(service.propagate_tags == PropagateTags::None);
  CHECK(service.enable_execute_command == false);
  CHECK(service.availability_zone_rebalancing == AvailabilityZoneRebalancing::Enabled);
  CHECK(service.resource_management_type == ResourceManagementType::Customer);
  CHECK(*service.network_configuration == Scene::network());
}

TEST_CASE("deploymentConfiguration is filled in") {
  Scene scene;
  DeploymentConfiguration const plain = *scene.create(Scene::web_service()).deployment_configuration;
  CHECK(plain.maximum_percent == 200);
  CHECK(plain.minimum_healthy_percent == 100);
  CHECK(plain.strategy == DeploymentStrategy::Rolling);
  CHECK(plain.bake_time_in_minutes == 0);
  DeploymentCircuitBreaker const breaker = *plain.deployment_circuit_breaker;
  CHECK(breaker.enable == false);
  CHECK(breaker.rollback == false);
  CHECK(breaker.reset_on_healthy_task == true);
  CHECK(breaker.threshold_configuration->type == DeploymentThresholdType::BoundedPercent);
  CHECK(breaker.threshold_configuration->value == 50);
  // A breaker without rollback is how the Go SDK says rollback false.
  auto request = Scene::web_service();
  request.service_name = "t";
  request.deployment_configuration = {{.deployment_circuit_breaker = {{.enable = true}},
                                       .maximum_percent = 100,
                                       .minimum_healthy_percent = 0}};
  Service const other = scene.create(request);
  CHECK(other.deployment_configuration->deployment_circuit_breaker->rollback == false);
  CHECK(other.availability_zone_rebalancing == AvailabilityZoneRebalancing::Disabled);
}

TEST_CASE("the first deployment is PRIMARY and wants nothing until the scheduler has run") {
  Scene scene;
  Service const service = scene.create(Scene::web_service());
  REQUIRE(service.deployments->size() == 1);
  Deployment const& deployment = service.deployments->at(0);
  CHECK(deployment.id->starts_with("ecs-svc/"));
  CHECK(deployment.id->size() == 27);
  CHECK(deployment.status == "PRIMARY");
  CHECK(deployment.task_definition == arn("task-definition/web:1"));
  CHECK(deployment.desired_count == 0);
  CHECK(deployment.running_count == 0);
  CHECK(deployment.pending_count == 0);
  CHECK(deployment.failed_tasks == 0);
  CHECK(deployment.launch_type == LaunchType::Fargate);
  CHECK(deployment.platform_version == "1.4.0");
  CHECK(deployment.platform_family == "Linux");
  CHECK(*deployment.network_configuration == Scene::network());
  CHECK(deployment.rollout_state == DeploymentRolloutState::InProgress);
  CHECK(deployment.rollout_state_reason == "ECS deployment " + *deployment.id + " in progress.");
  REQUIRE(service.current_service_revisions->size() == 1);
  CHECK(service.current_service_revisions->at(0).arn ==
        arn("service-revision/c/s/" + deployment.id->substr(8)));
}

TEST_CASE("an EC2 service on the bridge has neither network nor linked role nor platform") {
  Scene scene;
  Service const service =
      scene.create({.cluster = "c", .service_name = "s", .task_definition = "box:1", .desired_count = 0});
  CHECK(service.launch_type == LaunchType::Ec2);
  CHECK_FALSE(service.network_configuration);
  CHECK_FALSE(service.role_arn);
  CHECK_FALSE(service.platform_version);
  CHECK_FALSE(service.deployments->at(0).platform_version);
}

TEST_CASE("an inactive definition or cluster cannot be used") {
  Scene scene;
  scene(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "web:1"});
  auto request = Scene::web_service();
  CHECK(scene.refusal(&create_service, request) == "ClientException: TaskDefinition not found.");
  request.task_definition = "web:1";
  CHECK(scene.refusal(&create_service, request) == "ClientException: TaskDefinition is inactive");
  scene(&delete_cluster, DeleteClusterRequest{.cluster = "c"});
  CHECK(scene.refusal(&create_service, request) ==
        "ClusterNotFoundException: The referenced cluster was inactive.");
}

TEST_CASE("unknown subnets and groups are adopted, or refused in --strict") {
  Scene scene;
  scene.settings.strict = true;
  auto request = Scene::web_service();
  CHECK(scene.refusal(&create_service, request) ==
        "InvalidParameterException: Error retrieving subnet information for [subnet-f525c9be]: The subnet ID "
        "'subnet-f525c9be' does not exist (ErrorCode: InvalidSubnetID.NotFound)");
  scene.settings.strict = false;
  scene.create(request);
  scene.settings.strict = true;
  request.service_name = "t";
  request.network_configuration->awsvpc_configuration->security_groups = std::vector<std::string>{"sg-new"};
  CHECK(scene.refusal(&create_service, request) ==
        "InvalidParameterException: Error retrieving security group information for [sg-new]: The security "
        "group "
        "'sg-new' does not exist (ErrorCode: InvalidGroup.NotFound)");
}

TEST_CASE("daemon services are refused what they cannot have, and want nothing until scheduled") {
  Scene scene;
  CreateServiceRequest const fine{.cluster = "c",
                                  .service_name = "d",
                                  .task_definition = "box",
                                  .scheduling_strategy = SchedulingStrategy::Daemon};
  auto request = fine;
  request.desired_count = 0;
  CHECK(scene.refusal(&create_service, request) ==
        "InvalidParameterException: The daemon scheduling strategy does not support a desired count for "
        "services. "
        "Remove the desired count value and try again");
  request = fine;
  request.launch_type = LaunchType::Fargate;
  CHECK(scene.refusal(&create_service, request) ==
        "InvalidParameterException: The daemon scheduling strategy does not support the FARGATE launch type. "
        "Change "
        "the launch type and try again");
  request = fine;
  request.deployment_configuration = {{.maximum_percent = 150}};
  CHECK(scene.refusal(&create_service, request)
            .starts_with(
                "InvalidParameterException: The daemon scheduling strategy does not support values above 100 "
                "for maximumPercent"));
  request = fine;
  request.placement_strategy = std::vector<PlacementStrategy>(1);
  CHECK(
      scene.refusal(&create_service, request)
          .starts_with("InvalidParameterException: The daemon scheduling strategy does not support placement "
                       "strategies"));
  Service const service = scene.create(fine);
  CHECK(service.desired_count == 0);
  CHECK(service.deployment_configuration->maximum_percent == 100);
  CHECK(service.deployment_configuration->minimum_healthy_percent == 0);
  CHECK(service.availability_zone_rebalancing == AvailabilityZoneRebalancing::Disabled);
}

TEST_CASE("only the same token with the same request repeats a create") {
  Scene scene;
  auto request = Scene::web_service();
  request.client_token = "token-1";
  Service const first = scene.create(request);
  scene.clock.advance(std::chrono::seconds{3});
  request.tags = std::vector<Tag>{{.key = "ignored", .value = "silently"}};
  CHECK(scene.create(request) == first);
  std::string const refused = "InvalidParameterException: Creation of service was not idempotent.";
  auto other = request;
  other.client_token = "token-2";
  CHECK(scene.refusal(&create_service, other) == refused);
  other.client_token.reset();
  CHECK(scene.refusal(&create_service, other) == refused);
  other = request;
  other.desired_count = 3;
  CHECK(scene.refusal(&create_service, other) == refused);
  other = request;
  other.service_name = "second";
  CHECK(scene.create(other).service_arn == arn("service/c/second"));
}

TEST_CASE("a cluster's default strategy is taken when nothing is said") {
  Scene scene;
  std::vector<CapacityProviderStrategyItem> const strategy{
      {.capacity_provider = "FARGATE_SPOT", .weight = 1}};
  scene(&put_cluster_capacity_providers,
        PutClusterCapacityProvidersRequest{.cluster = "c",
                                           .capacity_providers = std::vector<std::string>{"FARGATE_SPOT"},
                                           .default_capacity_provider_strategy = strategy});
  auto request = Scene::web_service();
  request.launch_type.reset();
  Service const service = scene.create(request);
  CHECK_FALSE(service.launch_type);
  CHECK(service.capacity_provider_strategy->at(0).capacity_provider == "FARGATE_SPOT");
  CHECK(service.deployments->at(0).capacity_provider_strategy->at(0).base == 0);
  CHECK_FALSE(service.deployments->at(0).launch_type);
  CHECK(service.platform_version == "LATEST");
}

}  // namespace neargate::api::ecs
