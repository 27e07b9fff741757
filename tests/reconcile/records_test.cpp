// ServiceDeployments: what a service went through, and what users ask for through them.

#include "reconcile/records.h"

#include "services.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::CircuitBreakerStatus;
using domain::RolloutState;
using domain::ServiceDeploymentStatus;
using toy::has_event;
using toy::running_of;
using toy::web;

TEST_CASE("a deployment is recorded from its start to its end") {
  toy::World world;
  world.serve(web(1), 2, {.circuit_breaker = true});
  world.tick();
  domain::ServiceDeployment const begun = world.record();
  CHECK(begun.status == ServiceDeploymentStatus::InProgress);
  CHECK(begun.target == world.primary().id);
  CHECK(begun.sources.empty());
  CHECK(begun.breaker == CircuitBreakerStatus::Monitoring);
  CHECK(begun.threshold == 3);
  CHECK(begun.started_at == world.now);
  CHECK_FALSE(begun.finished_at);
  CHECK(begun.configuration == world.service().deployment_configuration);
  world.settle();
  CHECK(world.record().status == ServiceDeploymentStatus::Successful);
  CHECK(world.record().breaker == CircuitBreakerStatus::MonitoringComplete);
  CHECK(world.record().finished_at == world.now);
  auto const first = world.primary().id;
  world.deploy(web(2));
  world.tick();
  CHECK(world.record().sources == std::vector{first});
  CHECK(world.records.size() == 2);
}

TEST_CASE("a deployment that another one supersedes ends as STOPPED") {
  toy::World world;
  world.images_are_held_up = true;
  world.serve(web(1), 1);
  world.tick();
  auto const first = world.primary().service_deployment;
  world.deploy(web(2));
  world.tick();
  CHECK(world.records.at(first).status == ServiceDeploymentStatus::Stopped);
  CHECK(world.records.at(first).stopped_at == world.now);
  CHECK(world.record().status == ServiceDeploymentStatus::InProgress);
  CHECK(world.record().breaker == CircuitBreakerStatus::Disabled);
}

TEST_CASE("the breaker's course is recorded") {
  toy::World world;
  world.missing_images["app:2"] = "not found";
  bool rollback = false;
  SUBCASE("without rollback") {}
  SUBCASE("with rollback") { rollback = true; }
  world.serve(web(1), 2, {.circuit_breaker = true, .rollback = rollback});
  world.settle();
  auto const first = world.primary().id;
  world.deploy(web(2));
  auto const failing = world.primary().id;
  world.settle();
  domain::ServiceDeployment const& record = world.record();
  CHECK(record.target == failing);
  CHECK(record.breaker == CircuitBreakerStatus::Triggered);
  CHECK(record.finished_at);
  if (!rollback) {
    CHECK(record.status == ServiceDeploymentStatus::Stopped);
    CHECK_FALSE(record.rollback_to);
    return;
  }
  CHECK(record.status == ServiceDeploymentStatus::RollbackSuccessful);
  CHECK(record.status_reason ==
        "Service deployment rolled back because the circuit breaker threshold was exceeded.");
  CHECK(record.rollback_reason == record.status_reason);
  CHECK(record.rollback_to == first);
  CHECK(record.rollback_at);
  CHECK(world.revisions == std::vector{std::pair{first, world.primary().id}});
}

TEST_CASE("a rollback finds the last completed deployment when its tasks are all gone") {
  toy::World world;
  world.missing_images["app:2"] = "not found";
  // 0/100: every old task is stopped before a new one starts
  world.serve(
      web(1), 2,
      {.maximum_percent = 100, .minimum_healthy_percent = 0, .circuit_breaker = true, .rollback = true});
  world.settle();
  world.deploy(web(2));
  bool was_hidden = false;
  for (int i = 0; i < 60 && !world.tick().is_empty(); ++i)
    for (auto const& one : world.service().deployments)
      was_hidden = was_hidden || one.status == domain::DeploymentStatus::Inactive;
  CHECK(was_hidden);
  CHECK(running_of(world, 1) == 2);
  REQUIRE(world.service().deployments.size() == 1);
  CHECK(world.primary().rollout_state == RolloutState::Completed);
}

TEST_CASE("without an earlier completed deployment there is nothing to roll back to") {
  toy::World world;
  world.missing_images["app:1"] = "not found";
  world.serve(web(1), 1, {.circuit_breaker = true, .rollback = true});
  world.settle();
  CHECK(world.primary().rollout_state == RolloutState::Failed);
  CHECK(world.record().status == ServiceDeploymentStatus::RollbackFailed);
  CHECK(world.record().status_reason.find("no rollback candidate") != std::string::npos);
  CHECK(world.desired.tasks.empty());
}

TEST_CASE("a rollback whose tasks fail as well ends, and is not rolled back in turn") {
  toy::World world;
  world.serve(web(1), 1, {.circuit_breaker = true, .rollback = true});
  world.settle();
  world.missing_images["app:1"] = world.missing_images["app:2"] = "not found";
  world.service().deployment_configuration.minimum_healthy_percent = 0;
  world.service().deployment_configuration.maximum_percent = 100;
  world.deploy(web(2));
  world.settle(100);
  CHECK(world.record().status == ServiceDeploymentStatus::RollbackFailed);
  CHECK(world.primary().rollout_state == RolloutState::Failed);
  CHECK(world.records.size() == 2);
}

TEST_CASE("ABORT leaves a deployment as it stands") {
  toy::World world;
  world.serve(web(1), 2);
  world.settle();
  world.images_are_held_up = true;
  world.deploy(web(2));
  world.tick();
  world.open_record().status = ServiceDeploymentStatus::StopRequested;
  world.tick();
  CHECK(world.record().status == ServiceDeploymentStatus::Stopped);
  CHECK(world.record().stopped_at == world.now);
  world.settle();
  CHECK(running_of(world, 1) == 2);
  CHECK(world.service().deployments.size() == 2);
  world.images_are_held_up = false;
  world.deploy(web(3));
  world.settle();
  CHECK(running_of(world, 3) == 2);
}

TEST_CASE("ROLLBACK brings the last completed revision back") {
  toy::World world;
  world.serve(web(1), 2);
  world.settle();
  world.images_are_held_up = true;
  world.deploy(web(2));
  world.tick();
  world.open_record().status = ServiceDeploymentStatus::RollbackRequested;
  world.images_are_held_up = false;
  world.tick();
  CHECK(world.record().status == ServiceDeploymentStatus::RollbackInProgress);
  world.settle();
  CHECK(world.record().status == ServiceDeploymentStatus::RollbackSuccessful);
  CHECK(world.record().status_reason == "Service deployment rolled back by user");
  CHECK(running_of(world, 1) == 2);
  CHECK(running_of(world, 2) == 0);
  CHECK(world.service().task_definition.revision == 1);
}

TEST_CASE("a deleted service has no deployment in progress") {
  toy::World world;
  world.images_are_held_up = true;
  world.serve(web(1), 1);
  world.tick();
  auto const id = world.primary().service_deployment;
  world.service().status = domain::ServiceStatus::Draining;
  world.settle();
  CHECK(world.records.at(id).status == ServiceDeploymentStatus::Stopped);
}
