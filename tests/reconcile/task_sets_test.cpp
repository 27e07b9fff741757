// Services that consist of task sets, and tasks that are protected.

#include "reconcile/task_sets.h"

#include "services.h"

using namespace neargate;
using namespace neargate::reconcile;
using namespace std::chrono_literals;
using domain::StabilityStatus;
using domain::TaskSet;
using domain::TaskSetStatus;
using toy::has_event;
using toy::running_of;
using toy::web;

namespace {

/// As CreateService with the EXTERNAL controller, and CreateTaskSet, do.
void serve_externally(toy::World& world, int desired) {
  domain::Service& service = world.serve(web(1), desired);
  service.controller = domain::DeploymentController::External;
  service.deployments.clear();
}
TaskSet& add_set(toy::World& world, int revision, double scale) {
  world.add(web(revision));
  TaskSet set;
  set.id = world.mint.deployment_id();
  set.task_definition = web(revision).key;
  set.scale_percent = scale;
  set.network = world.service().network;
  set.launch_type = domain::LaunchType::Fargate;
  set.created_at = world.now;
  auto& sets = world.service().task_sets;
  return *sets.insert(sets.begin(), set);
}

void protect(toy::World& world, int revision, std::optional<domain::Time> until) {
  for (auto& task : world.desired.tasks) {
    if (task.task_definition.revision != revision) continue;
    task.is_protected = true;
    task.protected_until = until;
  }
}

}  // namespace

TEST_CASE("a task set is kept at its share of the desired count, rounded up") {
  struct Row {
    int desired;
    double scale;
    int tasks;
  };
  Row const table[] = {{4, 100, 4}, {4, 50, 2}, {3, 50, 2}, {10, 1, 1}, {10, 30, 3}, {5, 0, 0}, {0, 100, 0}};
  for (auto const& row : table) {
    toy::World world;
    serve_externally(world, row.desired);
    add_set(world, 1, row.scale);
    world.settle();
    TaskSet const& set = world.service().task_sets.at(0);
    CHECK(set.computed_desired_count == row.tasks);
    CHECK(static_cast<int>(world.running().size()) == row.tasks);
    CHECK(set.stability == StabilityStatus::SteadyState);
    for (auto const* task : world.running()) {
      CHECK(task->started_by == set.id.text());
      CHECK(task->group == "service:web");
    }
  }
}

TEST_CASE("task sets stand side by side, each at its scale; one that is deleted empties and goes") {
  toy::World world;
  serve_externally(world, 4);
  add_set(world, 1, 100);
  world.settle();
  auto const first = world.service().task_sets[0].id;
  CHECK(has_event(world, "(service web, taskSet " + first.text() + ") has started 4 tasks: (task "));
  CHECK(has_event(world, "(service web, taskSet " + first.text() + ") has reached a steady state."));
  add_set(world, 2, 50);
  world.tick();
  CHECK(world.service().task_sets[0].stability == StabilityStatus::Stabilizing);
  world.settle();
  CHECK(running_of(world, 1) == 4);
  CHECK(running_of(world, 2) == 2);
  world.service().task_sets[1].status = TaskSetStatus::Draining;
  world.settle();
  CHECK(running_of(world, 1) == 0);
  CHECK(world.service().task_sets.size() == 1);
  CHECK(world.events.back() == "(service web) has reached a steady state.");
}

TEST_CASE("the desired count moves every task set") {
  toy::World world;
  serve_externally(world, 2);
  add_set(world, 1, 100);
  add_set(world, 2, 50);
  world.settle();
  world.service().desired_count = 6;
  world.settle();
  CHECK(running_of(world, 1) == 6);
  CHECK(running_of(world, 2) == 3);
  CHECK(world.records.empty());
}

TEST_CASE("a task set whose tasks fail is tried at growing intervals") {
  toy::World world;
  world.missing_images["app:1"] = "not found";
  serve_externally(world, 1);
  add_set(world, 1, 100);
  world.settle();
  CHECK(world.service().task_sets[0].consecutive_failures == 3);
  CHECK(world.look().wake_at == world.service().task_sets[0].not_before);
}

TEST_CASE("a deleted service takes its task sets with it") {
  toy::World world;
  serve_externally(world, 2);
  add_set(world, 1, 100);
  world.settle();
  world.service().status = domain::ServiceStatus::Draining;
  world.settle();
  REQUIRE(world.inactive.size() == 1);
  CHECK(world.inactive[0].task_sets.empty());
}

TEST_CASE("protected tasks are left alone by scale-in until their time is over") {
  toy::World world;
  world.serve(web(1), 3);
  world.settle();
  auto const until = world.now + 1h;
  protect(world, 1, until);
  world.desired.tasks[0].is_protected = false;
  auto const free = world.desired.tasks[0].key.id;
  world.service().desired_count = 1;
  world.settle();
  CHECK(world.running().size() == 2);
  CHECK(world.gone.at(0).key.id == free);
  CHECK(has_event(world, "(service web) was unable to reach steady state because task set (taskSet " +
                             world.primary().id.text() +
                             ") was unable to scale in. Reason: The number of protected tasks are more than "
                             "the desired count of tasks."));
  CHECK(world.look().wake_at == until);
  world.now = until;
  world.settle();
  CHECK(world.running().size() == 1);
}

TEST_CASE("scale-in keeps the healthy task when the one beside it is protected and not healthy yet") {
  toy::World world;
  world.has_health_checks = true;
  world.serve(web(1), 1);
  world.settle();
  world.report_all(domain::HealthStatus::Healthy);
  auto const healthy = world.desired.tasks[0].key.id;
  world.service().desired_count = 2;
  world.settle();
  for (auto& task : world.desired.tasks) task.is_protected = task.key.id != healthy;
  world.service().desired_count = 1;
  world.settle();
  CHECK(world.running().size() == 2);
  CHECK(world.gone.empty());
}

TEST_CASE("protected tasks are left alone by a rollout, which waits for them") {
  toy::World world;
  world.serve(web(1), 2);
  world.settle();
  protect(world, 1, std::nullopt);
  world.deploy(web(2));
  world.settle();
  CHECK(running_of(world, 1) == 2);
  CHECK(running_of(world, 2) == 2);
  CHECK(world.primary().rollout_state == domain::RolloutState::InProgress);
  for (auto& task : world.desired.tasks) task.is_protected = false;
  world.settle();
  CHECK(running_of(world, 1) == 0);
}

TEST_CASE("a deleted service asks nobody's protection") {
  toy::World world;
  world.serve(web(1), 2);
  world.settle();
  protect(world, 1, std::nullopt);
  world.service().status = domain::ServiceStatus::Draining;
  world.settle();
  CHECK(world.inactive.size() == 1);
}
