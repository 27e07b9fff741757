// Services on container instances: placement, draining, DAEMON.

#include "services.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::RolloutState;
using toy::has_event;
using toy::on_instance;
using toy::running_of;
using toy::running_on;
using toy::serve_daemon;
using toy::serve_on_instances;

TEST_CASE("tasks are spread over zones and instances, and hold what they need there") {
  toy::World world;
  world.add_instance("a", "eu-west-1a");
  world.add_instance("b", "eu-west-1a");
  world.add_instance("c", "eu-west-1b");
  serve_on_instances(world, on_instance(1), 4);
  world.settle();
  CHECK(running_on(world, "a") == 1);
  CHECK(running_on(world, "b") == 1);
  CHECK(running_on(world, "c") == 2);
  for (auto const* task : world.running()) {
    CHECK(task->reservation.cpu == 256);
    CHECK(task->reservation.memory_mib == 128);
  }
  world.service().desired_count = 2;
  world.settle();
  CHECK(running_on(world, "c") == 1);
}

TEST_CASE("what no instance can take is told") {
  toy::World world;
  char const* expected = nullptr;
  SUBCASE("none is there") {
    expected = "Reason: No Container Instances were found in your cluster. For more";
  }
  SUBCASE("too little CPU") {
    world.add_instance("a").cpu = 100;
    expected = "The closest matching (container-instance a) has insufficient CPU units available. For more";
  }
  SUBCASE("too little memory") {
    world.add_instance("a").memory_mib = 100;
    expected = "The closest matching (container-instance a) has insufficient memory available. For more";
  }
  serve_on_instances(world, on_instance(1), 1);
  world.settle();
  CHECK(world.running().empty());
  CHECK(has_event(world,
                  "(service web) was unable to place a task because no container instance met all of its "
                  "requirements. " +
                      std::string(expected)));
  CHECK(world.look().waiting.size() == 1);
}

TEST_CASE("where nobody has registered an instance, this machine is offered") {
  toy::World world;
  world.settings.local_machine = placement::Machine{.cpu = 2048, .memory_mib = 2048, .docker_version = ""};
  serve_on_instances(world, on_instance(1), 2);
  world.settle();
  REQUIRE(world.desired.instances.size() == 1);
  CHECK(world.desired.instances[0].is_local);
  CHECK(world.running().size() == 2);
}

TEST_CASE("a draining instance: PENDING tasks stop at once, RUNNING ones are replaced within the bounds") {
  toy::World world;
  world.add_instance("a");
  world.add_instance("b");
  SUBCASE("with room to start first") {
    serve_on_instances(world, on_instance(1), 2, {.maximum_percent = 200, .minimum_healthy_percent = 100});
    world.settle();
    world.drain("a");
    Plan const plan = world.look();
    CHECK(print(plan).find("wants STOPPED") == std::string::npos);
    CHECK(print(plan).find("new task") != std::string::npos);
  }
  SUBCASE("without room one stops first") {
    serve_on_instances(world, on_instance(1), 2, {.maximum_percent = 100, .minimum_healthy_percent = 50});
    world.settle();
    world.drain("a");
    CHECK(print(world.look()).find("wants STOPPED") != std::string::npos);
  }
  SUBCASE("pending") {
    serve_on_instances(world, on_instance(1), 2);
    world.images_are_held_up = true;
    world.tick();
    world.tick();
    world.drain("a");
    CHECK(print(world.look()).find("wants STOPPED") != std::string::npos);
    world.images_are_held_up = false;
    world.observed.in_flight.clear();
  }
  world.settle();
  CHECK(running_on(world, "a") == 0);
  CHECK(running_on(world, "b") == 2);
}

TEST_CASE("a DAEMON has one task on each eligible instance, and says how many") {
  toy::World world;
  world.add_instance("a");
  world.add_instance("b");
  world.add_instance("c").attributes.push_back({"stack", "test"});
  domain::Service& daemon = serve_daemon(world, on_instance(1));
  SUBCASE("all") {
    world.settle();
    CHECK(daemon.desired_count == 3);
    CHECK(world.running().size() == 3);
    CHECK(world.primary().rollout_state == RolloutState::Completed);
    world.add_instance("d");
    world.settle();
    CHECK(running_on(world, "d") == 1);
    CHECK(daemon.desired_count == 4);
  }
  SUBCASE("those that meet its constraints") {
    daemon.placement_constraints = {
        {.type = domain::ConstraintType::MemberOf, .expression = "attribute:stack == test"}};
    world.settle();
    CHECK(daemon.desired_count == 1);
    CHECK(running_on(world, "c") == 1);
    world.instance("c").attributes.clear();
    world.settle();
    CHECK(world.running().empty());
    CHECK(daemon.desired_count == 0);
  }
}

TEST_CASE("an update of a DAEMON stops the old task before the new one starts") {
  toy::World world;
  world.add_instance("a");
  world.add_instance("b");
  serve_daemon(world, on_instance(1, 8080));
  world.settle();
  world.deploy(on_instance(2, 8080));
  for (int ticks = 0; !world.tick().is_empty(); ++ticks) {
    REQUIRE(ticks < 60);
    CHECK(running_on(world, "a") <= 1);
    CHECK(running_on(world, "b") <= 1);
  }
  CHECK(running_of(world, 2) == 2);
  CHECK(world.primary().rollout_state == RolloutState::Completed);
}

TEST_CASE("a draining instance lets its daemons go last") {
  toy::World world;
  world.add_instance("a");
  world.add_instance("b");
  serve_daemon(world, on_instance(1));
  world.settle();
  // A task of its own that nobody moves.
  auto const& alone =
      world.run(toy::definition("alone", 1, domain::NetworkMode::Bridge, {toy::container("alone")}),
                domain::LaunchType::Ec2);
  auto const id = alone.key.id;
  world.desired.tasks.back().container_instance = domain::ContainerInstanceId{"a"};
  world.settle();
  world.drain("a");
  world.settle();
  CHECK(running_on(world, "a") == 2);
  CHECK(world.service().desired_count == 1);
  world.exit(*world.find(id), 0, 0);
  world.settle();
  CHECK(running_on(world, "a") == 0);
  CHECK(world.service().steady_since);
}

TEST_CASE("a capacity provider strategy decides where each task goes: the base, then by weight") {
  toy::World world;
  domain::Service& service = world.serve(toy::web(1), 7);
  service.deployments[0].capacity_providers = {{.provider = "FARGATE", .weight = 1, .base = 2},
                                               {.provider = "FARGATE_SPOT", .weight = 4, .base = 0}};
  world.settle();
  auto const running = world.running();
  auto const on = [&running](std::string const& provider) {
    return std::ranges::count_if(
        running, [&provider](domain::Task const* task) { return task->capacity_provider == provider; });
  };
  CHECK(on("FARGATE") == 3);
  CHECK(on("FARGATE_SPOT") == 4);
}
