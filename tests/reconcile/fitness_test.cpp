// Tasks whose containers have health checks, in a service.

#include "reconcile/fitness.h"

#include "services.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::HealthStatus;
using domain::RolloutState;
using toy::has_event;
using toy::running_of;
using toy::web;

namespace {

/// Settles, while every running container answers its check so.
void settle_with(toy::World& world, HealthStatus health, int most = 60) {
  for (int ticks = 0; ticks < most; ++ticks) {
    bool const is_quiet = world.tick().is_empty();
    auto const before = world.desired.tasks;
    world.report_all(health);
    if (is_quiet && before == world.desired.tasks) return;
  }
  FAIL("the world does not settle");
}

}  // namespace

TEST_CASE("a task with checks is healthy when they say so, not before") {
  toy::World world;
  world.has_health_checks = true;
  world.serve(web(1), 2);
  world.settle();
  CHECK(world.running().size() == 2);
  CHECK(world.primary().rollout_state == RolloutState::InProgress);
  settle_with(world, HealthStatus::Healthy);
  CHECK(world.primary().rollout_state == RolloutState::Completed);
}

TEST_CASE("an old task is stopped when the new one is healthy, not when it runs") {
  toy::World world;
  world.has_health_checks = true;
  world.serve(web(1), 1);
  settle_with(world, HealthStatus::Healthy);
  world.deploy(web(2));
  world.settle();
  CHECK(running_of(world, 1) == 1);
  CHECK(running_of(world, 2) == 1);
  settle_with(world, HealthStatus::Healthy);
  CHECK(running_of(world, 1) == 0);
}

TEST_CASE("an unhealthy task is replaced") {
  int maximum_percent = 200;
  SUBCASE("by one that starts first, where the bounds allow it") {}
  SUBCASE("else it is stopped first") { maximum_percent = 100; }
  toy::World world;
  world.has_health_checks = true;
  world.serve(web(1), 2, {.maximum_percent = maximum_percent, .minimum_healthy_percent = 50});
  settle_with(world, HealthStatus::Healthy);
  auto const sick = world.running()[0]->key.id;
  world.report(sick, HealthStatus::Unhealthy);
  Plan const plan = world.look();
  bool const starts_first = print(plan).find("new task") != std::string::npos;
  bool const stops_first = print(plan).find("wants STOPPED") != std::string::npos;
  CHECK(starts_first == (maximum_percent == 200));
  CHECK(stops_first == (maximum_percent == 100));
  for (int i = 0; i < 30 && !world.tick().is_empty(); ++i)
    for (auto const* task : std::vector(world.running()))
      if (task->key.id != sick) world.report(task->key.id, HealthStatus::Healthy);
  CHECK(world.running().size() == 2);
  REQUIRE(world.gone.size() == 1);
  CHECK(world.gone[0].key.id == sick);
  CHECK(world.gone[0].stopped_reason == "Task failed container health checks");
  CHECK(world.gone[0].stop_code == domain::StopCode::ServiceSchedulerInitiated);
  CHECK(has_event(world, "(service web) (task " + sick.text() + ") failed container health checks."));
}

TEST_CASE("failed checks do not count within the grace period") {
  toy::World world;
  world.has_health_checks = true;
  world.serve(web(1), 1).health_check_grace = std::chrono::seconds{120};
  settle_with(world, HealthStatus::Unhealthy);
  CHECK(world.running().size() == 1);
  CHECK(world.look().wake_at == *world.running()[0]->started_at + std::chrono::seconds{120});
  world.now += std::chrono::seconds{120};
  CHECK(print(world.tick()).find("new task") != std::string::npos);
}

TEST_CASE("the breaker's second stage: tasks that fail their health checks") {
  toy::World world;
  world.has_health_checks = true;
  world.serve(web(1), 1, {.circuit_breaker = true, .rollback = true});
  settle_with(world, HealthStatus::Healthy);
  auto const first = world.primary().id;
  world.deploy(web(2));
  auto const failing = world.primary().id;
  for (int i = 0; i < 100 && world.primary().id == failing; ++i) {
    world.tick();
    for (auto const* task : std::vector(world.running()))
      if (task->task_definition.revision == 2) world.report(task->key.id, HealthStatus::Unhealthy);
  }
  CHECK(has_event(
      world, "(service web) (deployment " + failing.text() + ") deployment failed: tasks failed to start."));
  CHECK(has_event(world, "(service web) rolling back to deployment " + first.text() + "."));
  settle_with(world, HealthStatus::Healthy);
  CHECK(running_of(world, 1) == 1);
  CHECK(world.record().status == domain::ServiceDeploymentStatus::RollbackSuccessful);
}
