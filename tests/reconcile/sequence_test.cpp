// One task, from PROVISIONING to STOPPED.

#include "reconcile/sequence.h"

#include "toy.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::NetworkMode;
using domain::StopCode;
using toy::container;
using toy::definition;

namespace {

domain::TaskDefinition web() {
  auto app = container("app");
  app.port_mappings = {{.container_port = 80, .host_port = 80}};
  return definition("web", 1, NetworkMode::Awsvpc, {app});
}

domain::TaskDefinition pair() {
  auto app = container("app"), side = container("side", false);
  app.depends_on = {{"side", domain::DependencyCondition::Start}};
  return definition("pair", 1, NetworkMode::Awsvpc, {app, side});
}

void stop(domain::Task& task, domain::Time now) {
  request_stop(task, StopCode::UserInitiated, "Task stopped by user", now);
}

}  // namespace

TEST_CASE("a task of one container goes from PROVISIONING to RUNNING in three plans") {
  toy::World world;
  auto const id = world.run(web()).key.id;

  CHECK(print(world.tick()) ==
        "task PROVISIONING -> PENDING of web:1 wants RUNNING app=PENDING\nobtain app:1\n");
  CHECK(world.desired.tasks[0].eni->private_ip == "10.0.0.4");
  CHECK(world.desired.tasks[0].eni->public_ip == "127.0.0.4");
  CHECK(world.desired.tasks[0].pull_started_at == world.now);
  CHECK(print(world.tick()) ==
        "task PENDING -> PENDING of web:1 wants RUNNING app=PENDING\nstart ecs-web-1-app on vpc-net\n");
  CHECK(print(world.tick()) == "task PENDING -> RUNNING of web:1 wants RUNNING app=RUNNING\n");
  CHECK(world.tick().is_empty());

  domain::Task const& task = *world.find(id);
  CHECK(task.version == 3);
  CHECK(task.containers[0].image_digest == "sha256:app:1");
  CHECK(task.containers[0].runtime_id.starts_with(id.text() + '-'));
  CHECK(task.containers[0].runtime_id.size() == id.text().size() + 11);
  CHECK(task.containers[0].bindings.empty());
  CHECK(task.pull_stopped_at == world.now);
  CHECK(task.started_at == world.now);
}

TEST_CASE("a stopped task passes STOPPING and DEPROVISIONING and leaves nothing behind") {
  toy::World world;
  auto const id = world.run(web()).key.id;
  world.settle();
  stop(world.desired.tasks[0], world.now);

  CHECK(print(world.tick()) ==
        "task RUNNING -> STOPPING of web:1 wants STOPPED app=RUNNING UserInitiated: Task stopped by user\n"
        "stop ecs-web-1-app within 30 s\n");
  CHECK(print(world.tick()) ==
        "task STOPPING -> DEPROVISIONING of web:1 wants STOPPED app=STOPPED(143) "
        "UserInitiated: Task stopped by user\nremove ecs-web-1-app\n");
  CHECK(print(world.tick()) ==
        "task DEPROVISIONING -> STOPPED of web:1 wants STOPPED app=STOPPED(143) "
        "UserInitiated: Task stopped by user\n");
  domain::Task const& task = *world.find(id);
  CHECK(task.version == 6);
  CHECK(task.eni->status == domain::InterfaceStatus::Deleted);
  CHECK(task.execution_stopped_at.has_value());
  CHECK(task.stopped_at == world.now);
  CHECK(world.observed.containers.empty());
  CHECK(world.tick().is_empty());
}

TEST_CASE("containers of a task with several share the pause container's namespace and start in order") {
  toy::World world;
  world.run(pair());
  CHECK(print(world.tick()) ==
        "task PROVISIONING -> PENDING of pair:1 wants RUNNING app=PENDING side=PENDING\n"
        "start ecs-pair-1-internalecspause on vpc-net\nobtain app:1\nobtain side:1\n");
  std::string const on_pause = "on container:id-" + world.desired.tasks[0].pause_docker_name;
  CHECK(print(world.tick()) ==
        "task PENDING -> PENDING of pair:1 wants RUNNING app=PENDING side=PENDING\nstart ecs-pair-1-side " +
            on_pause + "\nwaiting: container app waits for side\n");
  CHECK(print(world.tick()) ==
        "task PENDING -> PENDING of pair:1 wants RUNNING app=PENDING side=RUNNING\nstart ecs-pair-1-app " +
            on_pause + "\n");
  world.settle();
  CHECK(toy::word(world.desired.tasks[0]) == "RUNNING");
}

TEST_CASE("containers stop in the reverse order of dependsOn, the pause container last") {
  toy::World world;
  world.run(pair());
  world.settle();
  stop(world.desired.tasks[0], world.now);
  auto const stop_line = [&world] {
    std::string const text = print(world.tick());
    return text.substr(text.find('\n') + 1);
  };
  CHECK(stop_line() == "stop ecs-pair-1-app within 30 s\n");
  CHECK(stop_line() == "stop ecs-pair-1-side within 30 s\n");
  CHECK(stop_line() == "remove ecs-pair-1-app\nremove ecs-pair-1-side\nremove ecs-pair-1-internalecspause\n");
  world.settle();
  CHECK(world.observed.containers.empty());
}

TEST_CASE("an essential container's exit stops the task with its exit code") {
  toy::World world;
  auto const id = world.run(pair()).key.id;
  world.settle();
  world.now += std::chrono::seconds{5};
  world.exit(world.desired.tasks[0], 0, 3);
  world.settle();
  domain::Task const& task = *world.find(id);
  CHECK(toy::word(task) == "STOPPED");
  CHECK(task.stop_code == StopCode::EssentialContainerExited);
  CHECK(task.stopped_reason == "Essential container in task exited");
  CHECK(task.containers[0].exit_code == 3);
  CHECK(task.containers[1].exit_code == 143);
  CHECK(task.execution_stopped_at == world.now);
}

TEST_CASE("a non-essential container's exit leaves the task running") {
  toy::World world;
  world.run(pair());
  world.settle();
  world.exit(world.desired.tasks[0], 1, 0);
  world.settle();
  CHECK(toy::word(world.desired.tasks[0]) == "RUNNING");
  CHECK(world.desired.tasks[0].containers[1].exit_code == 0);
}

TEST_CASE("a task that exits at once has run: it has startedAt and its exit code") {
  toy::World world;
  world.containers_exit_at_once = true;
  auto const id = world.run(web()).key.id;
  world.settle();
  domain::Task const& task = *world.find(id);
  CHECK(task.stop_code == StopCode::EssentialContainerExited);
  CHECK(task.started_at.has_value());
  CHECK(task.containers[0].exit_code == 1);
}

TEST_CASE("an out-of-memory kill is told in the container's reason") {
  toy::World world;
  auto const id = world.run(web()).key.id;
  world.settle();
  world.exit(world.desired.tasks[0], 0, 137);
  world.observed.containers.begin()->second.out_of_memory = true;
  world.settle();
  CHECK(world.find(id)->containers[0].reason == "OutOfMemoryError: Container killed due to memory usage");
  CHECK(world.find(id)->containers[0].exit_code == 137);
}

TEST_CASE("an image that is not to be had is told where the launch type tells it") {
  toy::World world;
  world.missing_images["app:1"] = "manifest for app:1 not found: manifest unknown";
  SUBCASE("Fargate: in stoppedReason") {
    auto const id = world.run(web()).key.id;
    world.settle();
    domain::Task const& task = *world.find(id);
    CHECK(task.stop_code == StopCode::TaskFailedToStart);
    CHECK(task.stopped_reason ==
          "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
          "docker.io/library/app:1: manifest for app:1 not found: manifest unknown");
    CHECK(task.containers[0].reason == "");
    CHECK_FALSE(task.started_at.has_value());
    CHECK_FALSE(task.containers[0].exit_code.has_value());
    CHECK(task.version == 5);
  }
  SUBCASE("EC2: in the container's reason") {
    auto const id = world.run(web(), domain::LaunchType::Ec2).key.id;
    world.settle();
    domain::Task const& task = *world.find(id);
    CHECK(task.stopped_reason == "Task failed to start");
    CHECK(task.containers[0].reason ==
          "CannotPullContainerError: Error response from daemon: manifest for app:1 "
          "not found: manifest unknown");
  }
}

TEST_CASE("StopTask does not wait for a pull") {
  toy::World world;
  world.images_are_held_up = true;
  auto const id = world.run(web()).key.id;
  world.tick();
  stop(world.desired.tasks[0], world.now);
  world.settle();
  CHECK(toy::word(*world.find(id)) == "STOPPED");
}

TEST_CASE("a container removed behind our back stops its task") {
  toy::World world;
  auto const id = world.run(web()).key.id;
  world.settle();
  std::string const name = world.desired.tasks[0].containers[0].docker_name;
  world.observed.containers.erase(name);
  SUBCASE("its exit code is unknown") {
    world.settle();
    CHECK_FALSE(world.find(id)->containers[0].exit_code.has_value());
  }
  SUBCASE("unless the daemon told it") {
    world.observed.vanished[name] = 137;
    world.settle();
    CHECK(world.find(id)->containers[0].exit_code == 137);
  }
  CHECK(world.find(id)->containers[0].reason ==
        "ContainerVanishedError: No container matching saved ID found");
  CHECK(world.find(id)->stop_code == StopCode::EssentialContainerExited);
}

TEST_CASE("while the daemon cannot be reached nothing is done and nothing is concluded") {
  toy::World world;
  auto const running = world.run(web()).key.id;
  world.settle();
  auto const starting = world.run(web()).key.id;
  world.observed.is_known = false;
  world.observed.containers.clear();
  world.tick();
  CHECK(world.tick().is_empty());
  CHECK(toy::word(*world.find(running)) == "RUNNING");
  CHECK(toy::word(*world.find(starting)) == "PENDING");
}

TEST_CASE("a container that was created before a crash is started, not made anew") {
  toy::World world;
  auto const id = world.run(web()).key.id;
  world.tick();
  world.tick();
  // Killed between create and start; the memory of images is lost with the process.
  world.observed.containers.begin()->second.state = docker::RunState::Created;
  world.observed.containers.begin()->second.started_at.reset();
  world.observed.images.clear();
  CHECK(print(world.tick()) == "start ecs-web-1-app on vpc-net\n");
  world.settle();
  CHECK(toy::word(*world.find(id)) == "RUNNING");
}

TEST_CASE("containers that no live task knows are removed") {
  toy::World world;
  docker::ContainerState orphan;
  orphan.id = "id";
  orphan.name = "ecs-web-1-app-0123";
  world.observed.containers[orphan.name] = orphan;
  CHECK(print(world.tick()) == "remove ecs-web-1-app\n");
  CHECK(world.tick().is_empty());
}

TEST_CASE("in bridge mode Docker's choice of a host port becomes a network binding") {
  toy::World world;
  auto app = container("app");
  app.port_mappings = {{.container_port = 80}};
  world.run(definition("web", 1, NetworkMode::Bridge, {app}), domain::LaunchType::Ec2);
  world.settle();
  domain::Task const& task = world.desired.tasks[0];
  CHECK(toy::word(task) == "RUNNING");
  CHECK(task.version == 2);
  CHECK(task.containers[0].bindings ==
        std::vector<domain::NetworkBinding>{{"0.0.0.0", 80, 32768, domain::Protocol::Tcp}});
}

TEST_CASE("dependsOn conditions hold a container back until they are met") {
  struct Row {
    domain::DependencyCondition condition;
    std::optional<int> exit_of_first;
    bool first_is_up, starts, fails;
  };
  using enum domain::DependencyCondition;
  Row const table[] = {
      {Start, {}, true, true, false},    {Complete, {}, true, false, false}, {Complete, 3, true, true, false},
      {Success, {}, true, false, false}, {Success, 0, true, true, false},    {Success, 3, true, false, true},
      {Healthy, {}, true, true, false},
  };
  for (auto const& row : table) {
    CAPTURE(domain::word(row.condition));
    toy::World world;
    auto app = container("app"), first = container("first", false);
    app.depends_on = {{"first", row.condition}};
    auto const id = world.run(definition("pair", 1, NetworkMode::Bridge, {first, app})).key.id;
    world.tick();
    world.tick();
    world.tick();
    if (row.exit_of_first) world.exit(*world.find(id), 0, *row.exit_of_first);
    world.settle();
    CHECK((toy::word(*world.find(id)) == "RUNNING") == row.starts);
    CHECK((world.find(id)->stop_code == StopCode::TaskFailedToStart) == row.fails);
    if (row.fails)
      CHECK(world.find(id)->stopped_reason.starts_with(
          "TaskDependencyError: Task dependencies cannot be resolved"));
  }
}

TEST_CASE("startTimeout bounds how long a dependant waits") {
  toy::World world;
  auto app = container("app"), first = container("first", false);
  first.start_timeout = std::chrono::seconds{20};
  app.depends_on = {{"first", domain::DependencyCondition::Complete}};
  auto const id = world.run(definition("pair", 1, NetworkMode::Bridge, {first, app})).key.id;
  world.settle();
  CHECK(world.look().wake_at == world.now + std::chrono::seconds{20});
  world.now += std::chrono::seconds{20};
  world.settle();
  CHECK(world.find(id)->stop_code == StopCode::TaskFailedToStart);
  CHECK(world.find(id)->containers[1].reason ==
        "dependency graph: container ordering dependency [first] for target [app] has timed out.");
}

TEST_CASE("a task for which its subnet has no free address fails to start") {
  toy::World world;
  world.desired.subnets.clear();
  world.add(toy::subnet("subnet-a", "eu-west-1a", "10.0.0.0/29"));  // 3 addresses: AWS keeps 5 of 8
  for (int i = 0; i < 4; ++i) world.run(web());
  world.settle();
  CHECK(world.running().size() == 3);
  auto const& failed = world.gone.at(0);
  CHECK(failed.stop_code == StopCode::TaskFailedToStart);
  CHECK(failed.stopped_reason ==
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled "
        "in "
        "subnet 'subnet-a': InsufficientFreeAddressesInSubnet");
}

TEST_CASE("a task waits in PROVISIONING for an address that the daemon does not give out yet") {
  toy::World world;
  world.desired.subnets.clear();
  world.add(toy::subnet("subnet-a", "eu-west-1a", "10.0.0.0/29"));
  world.observed.refused_addresses = {"10.0.0.5"};
  for (int i = 0; i < 3; ++i) world.run(web());
  world.settle();
  CHECK(world.running().size() == 2);
  CHECK(toy::word(world.desired.tasks[2]) == "PROVISIONING");
  CHECK(world.look().waiting.at(0).reason == "subnet subnet-a has no free address");
  world.observed.refused_addresses.clear();
  world.settle();
  CHECK(world.running().size() == 3);
}

TEST_CASE("a failed call to the daemon is tried again when its back-off is over") {
  toy::World world;
  auto const id = world.run(web()).key.id;
  world.tick();
  std::string const name = world.find(id)->containers[0].docker_name;
  world.observed.setbacks[name] = {.step = Step::Start,
                                   .failure = {docker::Failure::Kind::Unreachable, 0, "gone"},
                                   .retry_at = world.now + std::chrono::seconds{2}};
  CHECK(world.tick().actions.empty());
  CHECK(world.look().wake_at == world.now + std::chrono::seconds{2});
  world.now += std::chrono::seconds{2};
  world.settle();
  CHECK(toy::word(*world.find(id)) == "RUNNING");
}
