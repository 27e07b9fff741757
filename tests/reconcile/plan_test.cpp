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

std::string disturb(toy::World& world, int& revision, std::mt19937& dice) {
  auto& service = world.service();
  switch (dice() % 9) {
    case 0:
      service.desired_count = static_cast<int>(dice() % 6);
      return "wanted: " + std::to_string(service.desired_count);
    case 1:
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
    default:
      world.intend();
      return "death between intent and effect";
  }
}

void play(unsigned seed) {
  CAPTURE(seed);
  std::mt19937 dice(seed);
  toy::World world;
  int revision = 1;
  world.serve(random_definition(revision, dice), static_cast<int>(dice() % 5),
              {.maximum_percent = 200, .minimum_healthy_percent = dice() % 2 ? 100 : 0});
  for (int step = 0; step < 60; ++step) {
    Before const before(world);
    std::string const disturbance = dice() % 3 == 0 ? disturb(world, revision, dice) : "";
    CAPTURE(disturbance);
    world.now += std::chrono::seconds{dice() % 50};
    world.tick();
    before.check_moves(world);
    check_world(world);
  }
  world.observed.is_known = true;
  world.starts_to_refuse = 0;
  for (int i = 0; i < 2; ++i) {
    world.now += std::chrono::hours{1};  // beyond every back-off
    world.settle(200);
  }
  CHECK(static_cast<int>(world.running().size()) == world.service().desired_count);
  CHECK(world.service().deployments.size() == 1);
  std::set<std::string> const running = running_containers(world);
  CHECK(running == containers_of_rows(world));
}

}  // namespace

TEST_CASE("in random worlds statuses move forward, nothing is doubled or orphaned, and all comes to rest") {
  for (unsigned seed = 1; seed <= 80; ++seed) play(seed);
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
