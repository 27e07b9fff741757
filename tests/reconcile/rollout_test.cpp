// One service: counts, rolling updates, failures, the end.

#include "reconcile/service_draft.h"

#include "reconcile/circuit_breaker.h"
#include "services.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::NetworkMode;
using domain::RolloutState;
using toy::container;
using toy::definition;
using toy::has_event;
using toy::running_of;
using toy::web;

TEST_CASE("bounds are rounded as AWS does: the minimum up, the maximum down") {
  struct Row {
    int desired, minimum_percent, maximum_percent, min, max;
  };
  Row const table[] = {{1, 100, 200, 1, 2}, {1, 0, 100, 0, 1},   {1, 50, 100, 1, 1},
                       {4, 50, 100, 2, 4},  {4, 100, 150, 4, 6}, {3, 75, 125, 3, 3}};
  for (auto const& row : table) {
    CHECK(healthy_min(row.desired, row.minimum_percent) == row.min);
    CHECK(running_max(row.desired, row.maximum_percent) == row.max);
  }
}

TEST_CASE("the breaker's threshold is half the desired count within 3 and 200") {
  std::pair<int, int> const table[] = {{1, 3}, {6, 3}, {7, 4}, {25, 13}, {400, 200}, {800, 200}};
  for (auto const& [desired, threshold] : table) CHECK(breaker_threshold({}, desired) == threshold);
}

TEST_CASE("another threshold is counted as it says") {
  using enum domain::ThresholdType;
  struct Row {
    domain::ThresholdType type;
    int value, desired, threshold;
  };
  Row const table[] = {{BoundedPercent, 20, 50, 10},
                       {BoundedPercent, 1, 50, 3},
                       {BoundedPercent, 100, 900, 200},
                       {UnboundedPercent, 1, 50, 1},
                       {UnboundedPercent, 100, 900, 900},
                       {UnboundedPercent, 50, 0, 1},
                       {Count, 7, 1, 7},
                       {Count, 1, 400, 1}};
  for (auto const& row : table)
    CHECK(breaker_threshold({.threshold_type = row.type, .threshold_value = row.value}, row.desired) ==
          row.threshold);
}

TEST_CASE("failed starts are spaced out, up to 15 minutes") {
  using namespace std::chrono_literals;
  std::pair<int, std::chrono::milliseconds> const table[] = {
      {1, 0ms}, {2, 0ms}, {3, 1s}, {4, 2s}, {5, 4s}, {12, 512s}, {13, 15min}, {1000, 15min}};
  for (auto const& [rounds, wait] : table) CHECK(start_back_off(rounds) == wait);
}

TEST_CASE("a new service starts its tasks, completes its deployment and is steady") {
  toy::World world;
  world.serve(web(1), 3);
  world.settle();
  auto const running = world.running();
  REQUIRE(running.size() == 3);
  domain::Deployment const& primary = world.service().deployments.at(0);
  CHECK(primary.desired_count == 3);
  CHECK(primary.rollout_state == RolloutState::Completed);
  CHECK(primary.rollout_reason == "ECS deployment " + primary.id.text() + " completed.");
  for (auto const* task : running) {
    CHECK(task->group == "service:web");
    CHECK(task->started_by == primary.id.text());
  }
  std::string started = "(service web) has started 3 tasks:";
  for (auto const* task : running) started += " (task " + task->key.id.text() + ")";
  CHECK(world.events == std::vector<std::string>{
                            started + ".",
                            "(service web) (deployment " + primary.id.text() + ") deployment completed.",
                            "(service web) has reached a steady state.",
                        });
}

TEST_CASE("tasks are spread over the zones of the service's subnets") {
  toy::World world;
  world.serve(web(1), 4);
  world.settle();
  auto const running = world.running();
  CHECK(std::ranges::count(running, "eu-west-1a", &domain::Task::availability_zone) == 2);
  CHECK(std::ranges::count(running, "eu-west-1b", &domain::Task::availability_zone) == 2);
}

TEST_CASE("a service wanted at zero is complete and steady at once") {
  toy::World world;
  world.serve(web(1), 0);
  world.settle();
  CHECK(world.service().deployments[0].rollout_state == RolloutState::Completed);
  CHECK(world.events.back() == "(service web) has reached a steady state.");
}

TEST_CASE("scaling in stops pending tasks first, then those of the fullest zone") {
  // actual: a a b running, b pending; wanted: 2
  toy::World world;
  world.serve(web(1), 3);
  world.settle();
  world.images_are_held_up = true;
  world.service().desired_count = 4;
  world.settle();
  world.events.clear();
  world.service().desired_count = 2;
  world.settle();
  auto const running = world.running();
  REQUIRE(running.size() == 2);
  CHECK(running[0]->availability_zone != running[1]->availability_zone);
  CHECK(has_event(world, "(service web) has stopped 1 running tasks: (task "));
  CHECK(has_event(world, "(service web) stopped 1 pending tasks."));
  CHECK(world.gone[0].stopped_reason ==
        "Scaling activity initiated by (deployment " + world.service().deployments[0].id.text() + ")");
  CHECK(world.gone[0].stop_code == domain::StopCode::ServiceSchedulerInitiated);
  CHECK(world.events.back() == "(service web) has reached a steady state.");
}

TEST_CASE("a task that ended is replaced in the same plan") {
  toy::World world;
  world.serve(web(1), 2);
  world.settle();
  world.now += std::chrono::minutes{1};
  world.exit(*world.running()[0], 0, 137);
  Plan const plan = world.tick();
  CHECK(print(plan).find("new task PENDING of web:1") != std::string::npos);
  world.settle();
  CHECK(world.running().size() == 2);
  CHECK(world.gone.size() == 1);
}

TEST_CASE("a rolling update keeps between the bounds and ends with the new tasks alone") {
  struct Row {
    int desired, minimum_percent, maximum_percent;
  };
  Row const table[] = {{1, 100, 200}, {1, 0, 100},   {4, 50, 100}, {4, 100, 150},
                       {4, 0, 200},   {10, 90, 110}, {3, 100, 200}};
  for (auto const& row : table) {
    CAPTURE(row.desired);
    CAPTURE(row.minimum_percent);
    toy::World world;
    world.serve(web(1), row.desired,
                {.maximum_percent = row.maximum_percent, .minimum_healthy_percent = row.minimum_percent});
    world.settle();
    world.deploy(web(2));
    int const min = healthy_min(row.desired, row.minimum_percent);
    int const max = running_max(row.desired, row.maximum_percent);
    for (int ticks = 0; !world.tick().is_empty(); ++ticks) {
      REQUIRE(ticks < 200);
      auto const live = std::ranges::count_if(world.desired.tasks, [](domain::Task const& task) {
        return domain::counts_as_running(task) || domain::counts_as_pending(task);
      });
      CHECK(static_cast<int>(world.running().size()) >= min);
      CHECK(live <= max);
    }
    CHECK(running_of(world, 1) == 0);
    CHECK(running_of(world, 2) == row.desired);
    REQUIRE(world.service().deployments.size() == 1);
    CHECK(world.service().deployments[0].rollout_state == RolloutState::Completed);
  }
}

TEST_CASE("an old deployment stays listed while its tasks stop, and counts down") {
  toy::World world;
  world.serve(web(1), 2);
  world.settle();
  world.deploy(web(2));
  world.ignores_term = true;
  world.settle();
  REQUIRE(world.service().deployments.size() == 2);
  CHECK(world.service().deployments[1].status == domain::DeploymentStatus::Active);
  CHECK(world.service().deployments[1].desired_count == 0);
  CHECK(world.service().deployments[0].rollout_state == RolloutState::InProgress);
}

TEST_CASE("bounds that leave no room are told as an event") {
  toy::World world;
  world.serve(web(1), 1, {.maximum_percent = 100, .minimum_healthy_percent = 50});
  world.settle();
  world.deploy(web(2));
  world.settle();
  CHECK(running_of(world, 1) == 1);
  CHECK(
      world.events.back() ==
      "(service web) was unable to stop or start tasks during a deployment because of the service deployment "
      "configuration. Update the minimumHealthyPercent or maximumPercent value and try again.");
}

TEST_CASE("a fixed host port is held until its task is STOPPED") {
  // actual: one task on host port 8080; wanted: one of the next revision on the same port
  toy::World world;
  world.add_instance("a");
  toy::serve_on_instances(world, toy::on_instance(1, 8080), 1);
  world.settle();
  world.deploy(toy::on_instance(2, 8080));
  world.settle();
  CHECK(running_of(world, 1) == 1);
  CHECK(world.events.back() ==
        "(service web) was unable to place a task because no container instance met all of its requirements. "
        "The closest matching (container-instance a) is already using a port required by your task. For more "
        "information, see the Troubleshooting section of the Amazon ECS Developer Guide.");
  world.service().deployment_configuration = {.maximum_percent = 100, .minimum_healthy_percent = 0};
  world.settle();
  CHECK(running_of(world, 2) == 1);
}

TEST_CASE("tasks that cannot start are tried at growing intervals, without a breaker for ever") {
  toy::World world;
  world.missing_images["app:1"] = "not found";
  world.serve(web(1), 2);
  world.settle();
  domain::Deployment const& primary = world.service().deployments[0];
  CHECK(primary.rollout_state == RolloutState::InProgress);
  CHECK(primary.failed_tasks == 6);
  CHECK(primary.consecutive_failures == 3);
  CHECK(primary.not_before == world.now + std::chrono::seconds{1});
  CHECK(world.look().wake_at == primary.not_before);
  CHECK(has_event(world, "(service web) is unable to consistently start tasks successfully."));
  SUBCASE("until the image is there") {
    world.missing_images.clear();
    world.now += std::chrono::seconds{1};
    world.settle();
    CHECK(world.running().size() == 2);
    CHECK(world.service().deployments[0].rollout_state == RolloutState::Completed);
  }
  SUBCASE("any update tries again at once") {
    world.missing_images.clear();
    world.service().desired_count = 1;
    world.settle();
    CHECK(world.running().size() == 1);
  }
}

TEST_CASE("a container that exits at once is a failed start, one that had been up long is not") {
  toy::World world;
  world.containers_exit_at_once = true;
  world.serve(web(1), 1);
  world.settle();
  CHECK(world.service().deployments[0].consecutive_failures == 3);
  world.containers_exit_at_once = false;
  world.now += std::chrono::seconds{1};
  world.settle();
  world.now += std::chrono::minutes{2};
  world.exit(*world.running()[0], 0, 1);
  world.settle();
  CHECK(world.running().size() == 1);
}

TEST_CASE("the circuit breaker fails a deployment whose tasks do not start") {
  toy::World world;
  world.missing_images["app:2"] = "not found";
  bool rollback = false;
  SUBCASE("without rollback it stays, and the old tasks stay") {}
  SUBCASE("with rollback the last completed definition comes back") { rollback = true; }
  world.serve(web(1), 2, {.circuit_breaker = true, .rollback = rollback});
  world.settle();
  auto const first = world.service().deployments[0].id;
  world.deploy(web(2));
  auto const second = world.service().deployments[0].id;
  world.settle();
  CHECK(has_event(
      world, "(service web) (deployment " + second.text() + ") deployment failed: tasks failed to start."));
  CHECK(running_of(world, 1) == 2);
  CHECK(running_of(world, 2) == 0);
  auto const& deployments = world.service().deployments;
  if (!rollback) {
    REQUIRE(deployments.size() == 2);
    CHECK(deployments[0].rollout_state == RolloutState::Failed);
    CHECK(deployments[0].rollout_reason == "ECS deployment circuit breaker: tasks failed to start.");
    CHECK(deployments[0].failed_tasks >= 3);
    CHECK(deployments[1].id == first);
  } else {
    REQUIRE(deployments.size() == 1);
    CHECK(deployments[0].rollout_state == RolloutState::Completed);
    CHECK(world.service().task_definition.revision == 1);
    CHECK(has_event(world, "(service web) rolling back to deployment " + first.text() + "."));
  }
}

TEST_CASE("after a failed deployment the old tasks are kept up") {
  toy::World world;
  world.missing_images["app:2"] = "not found";
  domain::DeploymentConfiguration bounds{.circuit_breaker = true};
  SUBCASE("with room for one more") {}
  SUBCASE("with as many as are wanted at most") {
    bounds.maximum_percent = 100;
    bounds.minimum_healthy_percent = 50;
  }
  world.serve(web(1), 2, bounds);
  world.settle();
  world.deploy(web(2));
  world.settle();
  REQUIRE(world.primary().rollout_state == RolloutState::Failed);
  int const left = running_of(world, 1);
  CHECK(left == 2);
  SUBCASE("one that dies is replaced by one of its own kind") {
    world.exit(*world.running()[0], 0, 1);
    world.settle();
    CHECK(running_of(world, 1) == 2);
  }
  SUBCASE("all of them are, when they die together") {
    for (auto const* task : std::vector(world.running())) world.exit(*task, 0, 1);
    world.settle();
    CHECK(running_of(world, 1) == 2);
    CHECK(world.service().deployments.at(1).status == domain::DeploymentStatus::Active);
  }
  SUBCASE("they follow the desired count") {
    world.service().desired_count = 3;
    world.settle();
    CHECK(running_of(world, 1) == 3);
    world.service().desired_count = 1;
    world.settle();
    CHECK(running_of(world, 1) == 1);
  }
  CHECK(running_of(world, 2) == 0);
  CHECK(world.primary().rollout_state == RolloutState::Failed);
}

TEST_CASE("a breaker that does not reset counts failures on either side of a healthy task") {
  for (bool const resets : {true, false}) {
    toy::World world;
    world.serve(web(1), 1, {.circuit_breaker = true, .reset_on_healthy_task = resets});
    world.settle();
    world.deploy(web(2));
    world.tick();
    world.open_record().failure_count = 2;
    world.settle();
    CHECK(world.record().failure_count == (resets ? 0 : 2));
  }
}

TEST_CASE("the breaker does not look at a service whose deployment has completed") {
  toy::World world;
  world.serve(web(1), 1, {.circuit_breaker = true});
  world.settle();
  world.missing_images["app:1"] = "not found";
  world.now += std::chrono::minutes{1};
  world.exit(*world.running()[0], 0, 1);
  world.settle();
  CHECK(world.service().deployments[0].rollout_state == RolloutState::Completed);
  CHECK(world.service().deployments[0].consecutive_failures == 3);
}

TEST_CASE("the steady state is told again after 6 hours and after each disturbance") {
  toy::World world;
  world.serve(web(1), 1);
  world.settle();
  auto const count = [&world] {
    return std::ranges::count(world.events, "(service web) has reached a steady state.");
  };
  CHECK(count() == 1);
  CHECK(world.look().wake_at == world.now + std::chrono::hours{6});
  world.now += std::chrono::hours{6};
  world.settle();
  CHECK(count() == 2);
  world.service().desired_count = 2;
  world.settle();
  CHECK(count() == 3);
}

TEST_CASE("a deleted service drains and is INACTIVE once its last task is STOPPED") {
  toy::World world;
  world.serve(web(1), 2);
  world.settle();
  world.service().status = domain::ServiceStatus::Draining;
  world.service().desired_count = 0;
  world.ignores_term = true;
  world.settle();
  CHECK(world.desired.services.size() == 1);
  CHECK(world.service().deployments.size() == 1);
  for (auto const& [name, state] : std::map(world.observed.containers)) world.exit(name, 137);
  world.settle();
  REQUIRE(world.inactive.size() == 1);
  CHECK(world.inactive[0].deployments.empty());
  CHECK(world.observed.containers.empty());
  CHECK(has_event(world, "(service web) has stopped 2 running tasks: (task "));
}
