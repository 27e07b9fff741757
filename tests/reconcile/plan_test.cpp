// What must hold of any plan, over random worlds.

#include "reconcile/plan.h"

#include <random>

#include "reconcile/service_draft.h"
#include "toy.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::NetworkMode;
using toy::container;
using toy::definition;

namespace {

/// A checker apart from the planner: what no row may ever show.
void check_world(toy::World const& world) {
  std::set<std::string> addresses, names;
  for (auto const& task : world.desired.tasks) {
    if (task.eni && !task.eni->private_ip.empty()) CHECK(addresses.insert(task.eni->private_ip).second);
    for (auto const& one : task.containers) CHECK(names.insert(one.docker_name).second);
    if (!task.pause_docker_name.empty()) names.insert(task.pause_docker_name);
    if (task.last_status == domain::TaskStatus::Running &&
        task.desired_status == domain::DesiredStatus::Running)
      CHECK(domain::has_started(task));
  }
  for (auto const& [name, state] : world.observed.containers)
    if (state.state == docker::RunState::Running) CHECK_MESSAGE(names.contains(name), name);
}

std::set<std::string> running_containers(toy::World const& world) {
  std::set<std::string> names;
  for (auto const& [name, state] : world.observed.containers)
    if (state.state == docker::RunState::Running) names.insert(name);
  return names;
}

std::set<std::string> containers_of_rows(toy::World const& world) {
  std::set<std::string> names;
  for (auto const& task : world.desired.tasks) {
    for (auto const& one : task.containers)
      if (one.status == domain::ContainerStatus::Running) names.insert(one.docker_name);
    if (!task.pause_docker_name.empty()) names.insert(task.pause_docker_name);
  }
  return names;
}

struct Before {
  std::map<domain::TaskId, domain::TaskStatus> statuses;
  explicit Before(toy::World const& world) {
    for (auto const& task : world.desired.tasks) statuses[task.key.id] = task.last_status;
  }
  void check_moves(toy::World const& world) const {
    for (auto const& [id, before] : statuses) CHECK(world.find(id)->last_status >= before);
  }
};

domain::TaskDefinition random_definition(int revision, std::mt19937& dice) {
  std::vector<domain::ContainerDefinition> containers{container("app")};
  if (dice() % 2) {
    containers.push_back(container("side", dice() % 2 == 0));
    containers[0].depends_on = {{"side", domain::DependencyCondition::Start}};
  }
  return definition("web", revision, dice() % 2 ? NetworkMode::Awsvpc : NetworkMode::Bridge, containers);
}

domain::DeploymentConfiguration random_configuration(std::mt19937& dice) {
  using enum domain::DeploymentStrategy;
  domain::DeploymentConfiguration configuration;
  configuration.minimum_healthy_percent = dice() % 2 ? 100 : 0;
  configuration.circuit_breaker = dice() % 2 == 0;
  configuration.rollback = dice() % 2 == 0;
  configuration.strategy = std::array{Rolling, Rolling, BlueGreen, Linear, Canary}[dice() % 5];
  if (configuration.strategy == Rolling) return configuration;
  configuration.bake_time = std::chrono::minutes{dice() % 3};
  configuration.step_percent = 30;
  configuration.step_bake_time = std::chrono::minutes{dice() % 3};
  if (dice() % 3 == 0)
    configuration.hooks = {{.target_arn = "",
                            .is_pause = true,
                            .stages = {static_cast<domain::LifecycleStage>(dice() % 8)},
                            .timeout_continues = dice() % 2 == 0}};
  return configuration;
}

/// What users and machines do around the scheduler.
std::string disturb_scheduling(toy::World& world, std::mt19937& dice) {
  auto const open = world.desired.service_deployments.find(world.service().key);
  bool const has_record = open != world.desired.service_deployments.end() && !open->second.empty();
  switch (dice() % 5) {
    case 0:
      for (auto& task : world.desired.tasks) {
        task.is_protected = dice() % 2 == 0;
        task.protected_until = world.now + std::chrono::minutes{dice() % 60};
      }
      return "protection";
    case 1:
      for (auto const* task : world.running())
        world.report(task->key.id,
                     dice() % 4 ? domain::HealthStatus::Healthy : domain::HealthStatus::Unhealthy);
      return "health checks answer";
    case 2:
      if (!has_record || open->second[0].status != domain::ServiceDeploymentStatus::InProgress) return "";
      open->second[0].status = dice() % 2 ? domain::ServiceDeploymentStatus::StopRequested
                                          : domain::ServiceDeploymentStatus::RollbackRequested;
      return "StopServiceDeployment";
    case 3:
      if (!has_record || open->second[0].pauses.empty()) return "";
      open->second[0].pauses[dice() % open->second[0].pauses.size()].status =
          dice() % 2 ? domain::HookStatus::Succeeded : domain::HookStatus::Failed;
      return "ContinueServiceDeployment";
    default:
      for (auto& instance : world.desired.instances)
        instance.status =
            dice() % 2 ? domain::ContainerInstanceStatus::Active : domain::ContainerInstanceStatus::Draining;
      return "instances drain and come back";
  }
}

std::string disturb(toy::World& world, int& revision, std::mt19937& dice) {
  auto& service = world.service();
  switch (dice() % 12) {
    case 0:
      service.desired_count = static_cast<int>(dice() % 6);
      return "wanted: " + std::to_string(service.desired_count);
    case 1:
      if (dice() % 2) service.deployment_configuration = random_configuration(dice);
      world.deploy(random_definition(++revision, dice));
      return "new definition";
    case 2:
    case 3:
      if (world.observed.containers.empty()) return "nothing to exit";
      {
        auto it = world.observed.containers.begin();
        std::advance(it, dice() % world.observed.containers.size());
        world.exit(it->first, static_cast<int>(dice() % 3));
        return it->first + " exits";
      }
    case 4:
      for (auto& task : world.desired.tasks)
        if (dice() % 3 == 0)
          request_stop(task, domain::StopCode::UserInitiated, "Task stopped by user", world.now);
      return "StopTask";
    case 5:
      world.observed.images.clear();  // what was only remembered is lost
      world.observed.setbacks.clear();
      world.observed.vanished.clear();
      return "a new process";
    case 6:
      world.observed.is_known = !world.observed.is_known;
      return world.observed.is_known ? "the daemon is back" : "the daemon goes away";
    case 7:
      world.starts_to_refuse = 2;
      return "two starts will be refused";
    case 8:
      world.intend();
      return "death between intent and effect";
    default:
      return disturb_scheduling(world, dice);
  }
}

void serve_at_random(toy::World& world, std::mt19937& dice) {
  world.has_health_checks = dice() % 4 == 0;
  auto& service =
      world.serve(random_definition(1, dice), static_cast<int>(dice() % 5), random_configuration(dice));
  if (dice() % 2) return;
  service.launch_type = domain::LaunchType::Ec2;
  world.add_instance("a", "eu-west-1a");
  world.add_instance("b", "eu-west-1b");
}

/// Nothing disturbs any more, and all checks succeed.
void calm(toy::World& world) {
  world.observed.is_known = true;
  world.starts_to_refuse = 0;
  for (auto& task : world.desired.tasks) task.is_protected = false;
  for (auto& instance : world.desired.instances) instance.status = domain::ContainerInstanceStatus::Active;
  for (int i = 0; i < 8; ++i) {
    world.now += std::chrono::hours{25};  // beyond every back-off, bake and pause
    for (int ticks = 0; ticks < 200; ++ticks) {
      bool const is_quiet = world.tick().is_empty();
      auto const before = world.desired.tasks;
      if (world.has_health_checks) world.report_all(domain::HealthStatus::Healthy);
      if (is_quiet && before == world.desired.tasks) break;
    }
  }
  CHECK(world.settle(3) == 0);
}

void check_rest(toy::World& world) {
  CHECK(world.desired.service_deployments[world.service().key].empty());
  if (world.primary().rollout_state == domain::RolloutState::Failed) return;  // nothing more is started
  CHECK(static_cast<int>(world.running().size()) == world.service().desired_count);
  CHECK(world.service().deployments.size() == 1);
  CHECK(world.primary().rollout_state == domain::RolloutState::Completed);
}

void play(unsigned seed) {
  CAPTURE(seed);
  std::mt19937 dice(seed);
  toy::World world;
  int revision = 1;
  serve_at_random(world, dice);
  for (int step = 0; step < 60; ++step) {
    Before const before(world);
    std::string const disturbance = dice() % 3 == 0 ? disturb(world, revision, dice) : "";
    CAPTURE(disturbance);
    world.now += std::chrono::seconds{dice() % 50};
    world.tick();
    before.check_moves(world);
    check_world(world);
  }
  calm(world);
  check_rest(world);
  std::set<std::string> const running = running_containers(world);
  CHECK(running == containers_of_rows(world));
}

}  // namespace

TEST_CASE("in random worlds statuses move forward, nothing is doubled or orphaned, and all comes to rest") {
  for (unsigned seed = 1; seed <= 200; ++seed) play(seed);
}

TEST_CASE("planning the same twice gives the same, and a settled world gives an empty plan") {
  toy::World world;
  world.serve(definition("web", 1, NetworkMode::Awsvpc, {container("app"), container("side")}), 3);
  CHECK(print(world.look()) == print(world.look()));
  world.settle();
  CHECK(print(world.look()) == "");
}

TEST_CASE("a plan reads like what happens") {
  toy::World world;
  world.serve(definition("web", 1, NetworkMode::Awsvpc, {container("app")}), 1);
  Plan const first = world.tick();
  std::string const id = world.desired.tasks[0].key.id.text();
  CHECK(print(first) ==
        "service web ACTIVE wants 1 [PRIMARY web:1 desired 1 failed 0 IN_PROGRESS]\n"
        "service deployment IN_PROGRESS\n"
        "event (service web) has started 1 tasks: (task " +
            id +
            ").\n"
            "new task PENDING of web:1 wants RUNNING app=PENDING\n"
            "obtain app:1\n");
}
