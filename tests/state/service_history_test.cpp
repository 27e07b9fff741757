// Services' rules, task sets, deployments' records, revisions and container instances: what is saved is
// found.

#include "state/service_history.h"

#include <doctest/doctest.h>

#include "domain/words.h"
#include "scene.h"
#include "state/container_instances.h"
#include "state/services.h"

using namespace neargate;
using namespace neargate::state;
using namespace std::chrono_literals;
using scene::at;

namespace {

domain::DeploymentConfiguration canary() {
  return {.maximum_percent = 150,
          .minimum_healthy_percent = 50,
          .circuit_breaker = true,
          .rollback = true,
          .strategy = domain::DeploymentStrategy::Canary,
          .bake_time = 3min,
          .step_percent = 12.5,
          .step_bake_time = 4min,
          .hooks = {{.target_arn = "arn:x",
                     .is_pause = true,
                     .stages = {domain::LifecycleStage::PreScaleUp, domain::LifecycleStage::BakeTime}}}};
}

domain::TaskSet task_set(char const* id, domain::TaskSetStatus status) {
  domain::TaskSet set;
  set.id = domain::DeploymentId{id};
  set.status = status;
  set.task_definition = {domain::Family{"web"}, 2};
  set.launch_type = domain::LaunchType::External;
  set.capacity_providers = {{.provider = "mine", .weight = 2, .base = 1}};
  set.network = domain::NetworkConfiguration{.subnets = {domain::SubnetId{"subnet-1"}}};
  set.scale_percent = 62.5;
  set.computed_desired_count = 2;
  set.stability = domain::StabilityStatus::SteadyState;
  set.created_at = set.updated_at = set.stability_at = at(5);
  set.not_before = at(9);
  set.document = R"({"externalId":"x"})";
  return set;
}

}  // namespace

TEST_CASE("a service comes back with its rules, course and task sets, PRIMARY first") {
  Store store(":memory:");
  domain::Service service = scene::service("web");
  service.controller = domain::DeploymentController::External;
  service.deployment_configuration = canary();
  service.capacity_providers = {{.provider = "FARGATE", .weight = 1, .base = 2}};
  service.placement_constraints = {
      {.type = domain::ConstraintType::DistinctInstance, .expression = ""},
      {.type = domain::ConstraintType::MemberOf, .expression = "attribute:a == b"}};
  service.placement_strategy = {{.type = domain::PlacementStrategyType::Binpack, .field = "memory"}};
  service.health_check_grace = 30s;
  service.deployments[0].service_deployment = domain::ServiceDeploymentId{"abc"};
  service.deployments[0].capacity_providers = service.capacity_providers;
  service.deployments[0].stage = domain::LifecycleStage::BakeTime;
  service.deployments[0].stage_since = at(7);
  service.deployments[0].traffic_percent = 12.5;
  service.task_sets = {task_set("ecs-svc/2", domain::TaskSetStatus::Primary),
                       task_set("ecs-svc/9", domain::TaskSetStatus::Active)};
  store.transact([&](Database& db) { save_service(db, service); });
  CHECK(store.read([&](Database& db) { return find_service(db, service.key); }) == service);

  service.task_sets.pop_back();
  store.transact([&](Database& db) { save_service(db, service); });
  CHECK(store.read([&](Database& db) { return find_service(db, service.key); }) == service);
}

TEST_CASE("a deployment's record comes back whole, the newest first, and goes with its service") {
  Store store(":memory:");
  domain::Service const service = scene::service("web");
  domain::ServiceDeployment first{.service = service.key, .id = domain::ServiceDeploymentId{"first"}};
  first.target = domain::DeploymentId{"ecs-svc/2"};
  first.sources = {domain::DeploymentId{"ecs-svc/1"}};
  first.status = domain::ServiceDeploymentStatus::RollbackInProgress;
  first.status_reason = "because";
  first.breaker = domain::CircuitBreakerStatus::Triggered;
  first.failure_count = first.threshold = 3;
  first.stage = domain::LifecycleStage::ScaleUp;
  first.pauses = {{.hook = 1, .status = domain::HookStatus::TimedOut}, {.hook = 2, .turn = 1}};
  first.rollback_to = domain::DeploymentId{"ecs-svc/1"};
  first.rollback_reason = "tripped";
  first.rollback_at = at(4);
  first.created_at = first.updated_at = at(1);
  first.started_at = at(2);
  first.finished_at = at(3);
  first.stopped_at = at(3);
  first.configuration = canary();
  domain::ServiceDeployment second = first;
  second.id = domain::ServiceDeploymentId{"second"};
  second.created_at = at(2);
  store.transact([&](Database& db) {
    save_service(db, service);
    save_service_deployment(db, first);
    save_service_deployment(db, second);
  });
  auto const list = [&] {
    return store.read([&](Database& db) { return list_service_deployments(db, service.key); });
  };
  CHECK(list() == std::vector{second, first});
  CHECK(store.read([&](Database& db) { return find_service_deployment(db, service.key, first.id); }) ==
        first);
  store.transact([&](Database& db) { delete_service(db, service.key); });
  CHECK(list().empty());
}

TEST_CASE("a revision is copied under a new id") {
  Store store(":memory:");
  domain::ServiceRevision const revision{.service = scene::service("web").key,
                                         .id = domain::DeploymentId{"ecs-svc/1"},
                                         .created_at = at(1),
                                         .document = R"({"a":1})"};
  domain::DeploymentId const copy{"ecs-svc/2"};
  store.transact([&](Database& db) {
    save_service_revision(db, revision);
    copy_service_revision(db, revision.service, revision.id, copy, at(2));
  });
  auto const found = [&](domain::DeploymentId const& id) {
    return store.read([&](Database& db) { return find_service_revision(db, revision.service, id); });
  };
  CHECK(found(revision.id) == revision);
  REQUIRE(found(copy));
  CHECK(found(copy)->document == revision.document);
  CHECK(found(copy)->created_at == at(2));
}

TEST_CASE("a container instance comes back whole and is not listed when INACTIVE") {
  Store store(":memory:");
  domain::ContainerInstance instance;
  instance.key = {scene::scope, scene::cluster, domain::ContainerInstanceId{"0123"}};
  instance.ec2_instance_id = "i-1";
  instance.status = domain::ContainerInstanceStatus::Draining;
  instance.agent_connected = false;
  instance.is_local = true;
  instance.cpu = 2048;
  instance.memory_mib = 4096;
  instance.gpus = {"gpu-1"};
  instance.reserved_ports = {{22, domain::Protocol::Tcp}};
  instance.attributes = {{.name = "ecs.os-type", .value = "linux"}, {.name = "bare", .value = std::nullopt}};
  instance.capacity_provider = "mine";
  instance.version = 7;
  instance.registered_at = at(3);
  store.transact([&](Database& db) { save_container_instance(db, instance); });
  CHECK(store.read([&](Database& db) { return find_container_instance(db, instance.key); }) == instance);
  CHECK(store.read([&](Database& db) { return list_live_container_instances(db); }).size() == 1);
  instance.status = domain::ContainerInstanceStatus::Inactive;
  store.transact([&](Database& db) { save_container_instance(db, instance); });
  CHECK(store.read([&](Database& db) { return list_container_instances(db, scene::scope, scene::cluster); })
            .empty());
}
