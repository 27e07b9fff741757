// BLUE_GREEN, LINEAR and CANARY: stages, steps, bake times, hooks.

#include "reconcile/staged.h"

#include "services.h"

using namespace neargate;
using namespace neargate::reconcile;
using namespace std::chrono_literals;
using domain::DeploymentStrategy;
using domain::LifecycleStage;
using domain::RolloutState;
using domain::ServiceDeploymentStatus;
using toy::has_event;
using toy::running_of;
using toy::web;

namespace {

domain::DeploymentConfiguration blue_green(std::chrono::minutes bake) {
  domain::DeploymentConfiguration configuration;
  configuration.strategy = DeploymentStrategy::BlueGreen;
  configuration.bake_time = bake;
  return configuration;
}

domain::DeploymentConfiguration stepwise(DeploymentStrategy strategy, double percent,
                                         std::chrono::minutes bake) {
  domain::DeploymentConfiguration configuration;
  configuration.strategy = strategy;
  configuration.step_percent = percent;
  configuration.step_bake_time = bake;
  return configuration;
}

void begin(toy::World& world, domain::DeploymentConfiguration const& configuration, int count = 2) {
  world.serve(web(1), count, configuration);
  world.settle();
  world.deploy(web(2));
  world.settle();
}

}  // namespace

TEST_CASE("a first deployment passes its stages without a wait") {
  toy::World world;
  world.serve(web(1), 2, blue_green(10min));
  world.settle();
  CHECK(world.primary().rollout_state == RolloutState::Completed);
  CHECK(world.primary().stage == LifecycleStage::CleanUp);
  CHECK(world.primary().traffic_percent == 100);
  CHECK(world.record().status == ServiceDeploymentStatus::Successful);
}

TEST_CASE("green comes up whole beside blue, bakes, and then blue is stopped") {
  toy::World world;
  auto configuration = blue_green(10min);
  configuration.maximum_percent = 100;  // capacity doubles whatever it says
  begin(world, configuration, 3);
  CHECK(running_of(world, 1) == 3);
  CHECK(running_of(world, 2) == 3);
  CHECK(world.primary().stage == LifecycleStage::BakeTime);
  CHECK(world.record().stage == LifecycleStage::BakeTime);
  CHECK(world.primary().traffic_percent == 100);
  CHECK(world.look().wake_at == world.now + 10min);
  CHECK(world.primary().rollout_state == RolloutState::InProgress);
  world.now += 10min;
  world.settle();
  CHECK(running_of(world, 1) == 0);
  CHECK(running_of(world, 2) == 3);
  CHECK(world.primary().rollout_state == RolloutState::Completed);
  CHECK(world.record().status == ServiceDeploymentStatus::Successful);
  CHECK(has_event(world, "deployment completed."));
}

TEST_CASE("green waits in SCALE_UP until it is whole") {
  toy::World world;
  world.serve(web(1), 2, blue_green(0min));
  world.settle();
  world.images_are_held_up = true;
  world.deploy(web(2));
  world.settle();
  CHECK(world.primary().stage == LifecycleStage::ScaleUp);
  CHECK(running_of(world, 1) == 2);
}

TEST_CASE("LINEAR shifts in equal steps with a bake after each but the last") {
  toy::World world;
  begin(world, stepwise(DeploymentStrategy::Linear, 40.0, 6min));
  for (double const traffic : {40.0, 80.0}) {
    CHECK(world.primary().stage == LifecycleStage::ProductionTrafficShift);
    CHECK(world.primary().traffic_percent == traffic);
    CHECK(world.look().wake_at == world.now + 6min);
    world.now += 6min;
    world.settle();
  }
  CHECK(world.primary().traffic_percent == 100);
  CHECK(world.primary().rollout_state == RolloutState::Completed);
}

TEST_CASE("CANARY shifts a little, bakes, and then shifts the rest") {
  toy::World world;
  auto configuration = stepwise(DeploymentStrategy::Canary, 5.0, 10min);
  configuration.bake_time = 3min;
  begin(world, configuration);
  CHECK(world.primary().traffic_percent == 5.0);
  world.now += 10min;
  world.settle();
  CHECK(world.primary().traffic_percent == 100);
  CHECK(world.primary().stage == LifecycleStage::BakeTime);
  world.now += 3min;
  world.settle();
  CHECK(world.primary().rollout_state == RolloutState::Completed);
}

TEST_CASE("a pause waits for what ContinueServiceDeployment says") {
  toy::World world;
  auto configuration = blue_green(0min);
  world.serve(web(1), 2, configuration);
  world.settle();
  configuration.hooks = {{.target_arn = "", .is_pause = true, .stages = {LifecycleStage::PostScaleUp}}};
  world.service().deployment_configuration = configuration;
  world.deploy(web(2));
  world.settle();
  CHECK(world.primary().stage == LifecycleStage::PostScaleUp);
  CHECK(world.record().pauses.size() == 1);
  CHECK(world.look().wake_at == world.now + 24h);
  SUBCASE("CONTINUE") {
    world.open_record().pauses.at(0).status = domain::HookStatus::Succeeded;
    world.settle();
    CHECK(running_of(world, 2) == 2);
    CHECK(world.record().status == ServiceDeploymentStatus::Successful);
    CHECK(world.record().pauses.empty());
  }
  SUBCASE("ROLLBACK") {
    world.open_record().pauses.at(0).status = domain::HookStatus::Failed;
    world.settle();
    CHECK(running_of(world, 1) == 2);
    CHECK(running_of(world, 2) == 0);
    CHECK(world.record().status == ServiceDeploymentStatus::RollbackSuccessful);
    CHECK(world.record().rollback_reason == "Service deployment rolled back by user");
  }
  SUBCASE("nothing, until its time is over") {
    world.now += 24h;
    world.settle();
    CHECK(running_of(world, 2) == 0);
    CHECK(world.record().status == ServiceDeploymentStatus::RollbackSuccessful);
    CHECK(world.record().rollback_reason.starts_with(
        "Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed."));
  }
}

TEST_CASE("pauses of one stage wait together, each for an answer of its own") {
  toy::World world;
  auto configuration = blue_green(0min);
  world.serve(web(1), 2, configuration);
  world.settle();
  using enum LifecycleStage;
  using enum domain::HookStatus;
  configuration.hooks = {
      {.is_pause = true, .stages = {PreScaleUp, PostScaleUp}},
      {.is_pause = true, .stages = {PostScaleUp}, .timeout = 60min, .timeout_continues = true},
      {.is_pause = true, .stages = {PostScaleUp}, .timeout = 120min}};
  world.service().deployment_configuration = configuration;
  world.deploy(web(2));
  world.settle();
  CHECK(world.primary().stage == PreScaleUp);
  REQUIRE(world.record().pauses.size() == 1);
  world.open_record().pauses[0].status = Succeeded;
  world.settle();
  CHECK(world.primary().stage == PostScaleUp);
  REQUIRE(world.record().pauses.size() == 3);
  CHECK(world.look().wake_at == world.now + 60min);
  world.open_record().pauses[0].status = Succeeded;
  world.now += 60min;
  world.settle();
  CHECK(world.primary().stage == PostScaleUp);
  CHECK(world.record().pauses[1].status == TimedOut);
  CHECK(world.record().pauses[2].status == AwaitingAction);
  SUBCASE("the last one lets it go on") {
    world.open_record().pauses[2].status = Succeeded;
    world.settle();
    CHECK(world.record().status == ServiceDeploymentStatus::Successful);
  }
  SUBCASE("one that is turned back turns all back") {
    world.open_record().pauses[2].status = Failed;
    world.settle();
    CHECK(world.record().status == ServiceDeploymentStatus::RollbackSuccessful);
    CHECK(running_of(world, 1) == 2);
  }
}

TEST_CASE("a rollback keeps blue's own tasks") {
  toy::World world;
  begin(world, blue_green(10min));
  auto const blue = world.service().deployments[1].id;
  std::set<domain::TaskId> tasks;
  for (auto const* task : world.running())
    if (task->deployment == blue) tasks.insert(task->key.id);
  world.open_record().status = ServiceDeploymentStatus::RollbackRequested;
  world.settle();
  CHECK(world.primary().id == blue);
  REQUIRE(world.running().size() == 2);
  for (auto const* task : world.running()) CHECK(tasks.contains(task->key.id));
  CHECK(world.primary().rollout_state == RolloutState::Completed);
  CHECK(world.service().deployments.size() == 1);
  CHECK(world.revisions.empty());
}

TEST_CASE("the breaker rolls a green back that does not come up") {
  toy::World world;
  auto configuration = blue_green(10min);
  configuration.circuit_breaker = configuration.rollback = true;
  world.serve(web(1), 2, configuration);
  world.settle();
  world.missing_images["app:2"] = "not found";
  world.deploy(web(2));
  world.settle();
  CHECK(running_of(world, 1) == 2);
  CHECK(world.record().status == ServiceDeploymentStatus::RollbackSuccessful);
  CHECK(world.service().task_definition.revision == 1);
}

TEST_CASE("blue is kept whole while green bakes") {
  toy::World world;
  begin(world, blue_green(10min));
  for (auto const* task : world.running())
    if (task->task_definition.revision == 1) {
      world.exit(*task, 0, 1);
      break;
    }
  world.settle();
  CHECK(running_of(world, 1) == 2);
  world.service().desired_count = 4;
  world.settle();
  CHECK(running_of(world, 1) == 4);
  CHECK(running_of(world, 2) == 4);
}

TEST_CASE("a third revision during the bake takes the second one's place") {
  toy::World world;
  begin(world, blue_green(10min));
  world.deploy(web(3));
  world.settle();
  CHECK(running_of(world, 1) == 2);
  CHECK(running_of(world, 2) == 0);
  CHECK(running_of(world, 3) == 2);
  world.now += 10min;
  world.settle();
  CHECK(running_of(world, 1) == 0);
  CHECK(world.service().deployments.size() == 1);
}
