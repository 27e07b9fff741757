#include "tests/api/ecs/scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::Scene;

namespace {

std::string refused(Scene& scene, UpdateServiceRequest request) {
  if (!request.cluster) request.cluster = "c";
  if (!request.service) request.service = "s";
  return scene.refusal(&update_service, request);
}

DeleteServiceRequest delete_s(wire::Optional<bool> force = {}) {
  return {.cluster = "c", .service = "s", .force = force};
}

}  // namespace

TEST_CASE("a new definition starts a deployment; the old one stays until its tasks are gone") {
  Scene scene;
  std::string const first = *scene.create(Scene::web_service()).deployments->at(0).id;
  scene.register_web();
  scene.clock.advance(std::chrono::seconds{10});
  Service const updated = scene.update({.task_definition = "web"});
  CHECK(updated.task_definition == arn("task-definition/web:2"));
  REQUIRE(updated.deployments->size() == 2);
  CHECK(updated.deployments->at(0).status == "PRIMARY");
  CHECK(updated.deployments->at(0).task_definition == arn("task-definition/web:2"));
  CHECK(updated.deployments->at(0).desired_count == 0);
  CHECK(updated.deployments->at(0).created_at == scene.clock.now());
  CHECK(updated.deployments->at(1).status == "ACTIVE");
  CHECK(updated.deployments->at(1).id == first);
  Service const third = scene.update({.force_new_deployment = true});
  REQUIRE(third.deployments->size() == 3);
  CHECK(third.deployments->at(1).status == "ACTIVE");
  CHECK(third.deployments->at(2).id == first);
  CHECK_FALSE(third.tags);
}

TEST_CASE("only some members start a deployment") {
  Scene scene;
  scene.create(Scene::web_service());
  auto const starts = [&](UpdateServiceRequest const& request) {
    auto const before = scene.described().deployments->size();
    return scene.update(request).deployments->size() > before;
  };
  CHECK_FALSE(starts({.desired_count = 5}));
  CHECK_FALSE(starts({.task_definition = "web:1"}));
  CHECK_FALSE(starts({.network_configuration = Scene::network()}));
  CHECK_FALSE(starts({.deployment_configuration = {{.maximum_percent = 150}}}));
  CHECK_FALSE(starts({.availability_zone_rebalancing = AvailabilityZoneRebalancing::Disabled}));
  CHECK_FALSE(starts({.enable_execute_command = true}));
  CHECK_FALSE(starts({.enable_ecs_managed_tags = true, .propagate_tags = PropagateTags::Service}));
  CHECK(starts({.network_configuration = Scene::network(AssignPublicIp::Enabled)}));
  CHECK(starts({.platform_version = "1.4.0"}));
  CHECK(
      starts({.load_balancers = std::vector<LoadBalancer>{{.container_name = "app", .container_port = 80}}}));
  CHECK_FALSE(starts({.health_check_grace_period_seconds = 5}));
  CHECK(starts({.force_new_deployment = true}));
  Service const now = scene.described();
  CHECK(now.desired_count == 5);
  CHECK(now.deployment_configuration->maximum_percent == 150);
  CHECK(now.deployment_configuration->minimum_healthy_percent == 100);
  CHECK(now.availability_zone_rebalancing == AvailabilityZoneRebalancing::Disabled);
  CHECK(now.enable_execute_command == true);
  CHECK(now.network_configuration->awsvpc_configuration->assign_public_ip == AssignPublicIp::Enabled);
}

TEST_CASE("a forced deployment at count 0 is a new PRIMARY too") {
  Scene scene;
  auto request = Scene::web_service();
  request.desired_count = 0;
  scene.create(request);
  CHECK(scene.update({.force_new_deployment = true}).deployments->size() == 2);
}

TEST_CASE("updates are refused in AWS's words") {
  Scene scene;
  scene.create(Scene::web_service());
  CHECK(refused(scene, {.cluster = "nope"}) == "ClusterNotFoundException: Cluster not found.");
  CHECK(refused(scene, {.service = "nope"}) == "ServiceNotFoundException: Service not found.");
  CHECK(refused(scene, {.service = arn("service/other/s")}) ==
        "InvalidParameterException: Invalid identifier: Identifier is for cluster other. Your cluster is c");
  CHECK(refused(scene, {.desired_count = -1}) ==
        "InvalidParameterException: Task count can not be lesser than 0");
  CHECK(refused(scene, {.task_definition = "none"}) == "ClientException: TaskDefinition not found.");
  CHECK(refused(scene, {.task_definition = "box"}) ==
        "InvalidParameterException: Task definition does not support launch_type FARGATE.");
  CHECK(refused(scene, {.deployment_configuration = {{.maximum_percent = 100}}})
            .starts_with(
                "InvalidParameterException: Both maximumPercent and minimumHealthyPercent cannot be 100"));
  scene(&delete_service, delete_s(true));
  CHECK(refused(scene, {.desired_count = 1}) == "ServiceNotActiveException: Service was not ACTIVE.");
}

TEST_CASE("a service runs on with a definition that has become inactive, but cannot be moved to one") {
  Scene scene;
  scene.create(Scene::web_service());
  scene(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "web:1"});
  CHECK(scene.update({.desired_count = 3}).desired_count == 3);
  CHECK(refused(scene, {.task_definition = "web:1"}) == "ClientException: TaskDefinition is inactive");
}

TEST_CASE("deleting drains, needs force above 0, and may be repeated while draining") {
  Scene scene;
  scene.create(Scene::web_service());
  CHECK(scene.refusal(&delete_service, delete_s()) ==
        "InvalidParameterException: The service cannot be stopped while it is scaled above 0.");
  Service const deleted = *scene(&delete_service, delete_s(true)).service;
  CHECK(deleted.status == "DRAINING");
  CHECK(deleted.desired_count == 0);
  CHECK(deleted.deployments->size() == 1);
  CHECK(scene(&delete_service, delete_s()).service->status == "DRAINING");
  CHECK(scene(&list_services, ListServicesRequest{.cluster = "c"}).service_arns->empty());
  CHECK(scene.described().status == "DRAINING");
  CHECK(scene.refusal(&create_service, Scene::web_service()) ==
        "InvalidParameterException: Unable to Start a service that is still Draining.");
}

TEST_CASE("an INACTIVE service can be described, not deleted, and its name is free without its history") {
  Scene scene;
  auto request = Scene::web_service();
  request.tags = std::vector<Tag>{{.key = "old", .value = "tag"}};
  scene.create(request);
  scene.store.transact([&](state::Database& db) {
    state::add_service_event(db, scene.key(),
                             {.id = "e", .message = "(service s) has reached a steady state."});
  });
  CHECK(scene.described().events->at(0).message == "(service s) has reached a steady state.");
  scene.change_service([](domain::Service& service) { service.status = domain::ServiceStatus::Inactive; });
  CHECK(scene.described().status == "INACTIVE");
  CHECK(scene.refusal(&delete_service, delete_s()) == "ServiceNotFoundException: Service not found.");
  request.tags.reset();
  Service const again = scene.create(request);
  CHECK(again.status == "ACTIVE");
  CHECK(again.events->empty());
  CHECK(again.tags->empty());
  CHECK(again.deployments->size() == 1);
}

TEST_CASE("a cluster with an ACTIVE service cannot be deleted, with a DRAINING one without tasks it can") {
  Scene scene;
  auto request = Scene::web_service();
  request.desired_count = 0;
  scene.create(request);
  CHECK(scene.refusal(&delete_cluster, DeleteClusterRequest{.cluster = "c"}) ==
        "ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.");
  scene(&delete_service, delete_s());
  CHECK(scene.refusal(&delete_cluster, DeleteClusterRequest{.cluster = "c"}).empty());
}

TEST_CASE("describe answers what is there and fails what is not") {
  Scene scene;
  scene.create(Scene::web_service());
  auto const response = scene(
      &describe_services, DescribeServicesRequest{.cluster = "c",
                                                  .services = std::vector<std::string>{
                                                      arn("service/c/s"), "nope", arn("service/other/s")}});
  CHECK(response.services->size() == 1);
  CHECK_FALSE(response.services->at(0).tags);
  CHECK(*response.failures == std::vector<Failure>{{.arn = arn("service/c/nope"), .reason = "MISSING"},
                                                   {.arn = arn("service/other/s"), .reason = "MISSING"}});
  CHECK(
      scene.refusal(&describe_services,
                    DescribeServicesRequest{.cluster = "c", .services = std::vector<std::string>(11, "s")}) ==
      "InvalidParameterException: service names can have at most 10 items.");
  CHECK(scene.refusal(&describe_services, DescribeServicesRequest{.cluster = "c"}) ==
        "InvalidParameterException: Services cannot be empty.");
}

TEST_CASE("services are listed ten at a time and filtered") {
  Scene scene;
  for (int i = 0; i < 12; ++i) {
    auto request = Scene::web_service();
    request.service_name = "s" + std::to_string(10 + i);
    scene.create(request);
  }
  scene.create({.cluster = "c", .service_name = "ec2", .task_definition = "box", .desired_count = 0});
  auto const first = scene(&list_services, ListServicesRequest{.cluster = "c"});
  CHECK(first.service_arns->size() == 10);
  auto const rest =
      scene(&list_services, ListServicesRequest{.cluster = "c", .next_token = first.next_token});
  CHECK(rest.service_arns->size() == 3);
  CHECK_FALSE(rest.next_token);
  auto const count = [&](ListServicesRequest request) {
    request.cluster = "c";
    request.max_results = 100;
    return scene(&list_services, request).service_arns->size();
  };
  CHECK(count({.launch_type = LaunchType::Ec2}) == 1);
  CHECK(count({.launch_type = LaunchType::Fargate}) == 12);
  CHECK(count({.scheduling_strategy = SchedulingStrategy::Daemon}) == 0);
  CHECK(count({.resource_management_type = ResourceManagementType::Ecs}) == 0);
}

}  // namespace neargate::api::ecs
