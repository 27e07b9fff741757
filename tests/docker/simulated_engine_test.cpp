#include "docker/simulated_engine.h"

#include <doctest/doctest.h>

#include <semaphore>
#include <thread>

#include "docker/clean.h"
#include "docker/labels.h"
#include "docker/pause_image.h"

namespace docker = neargate::docker;
namespace domain = neargate::domain;
namespace label = neargate::docker::label;
using namespace std::chrono_literals;

namespace {

struct World {
  domain::ManualClock clock{domain::Time{1'700'000'000s}};
  domain::Mint mint{7};
  docker::SimulatedEngine engine{clock, mint};

  std::string run(docker::ContainerSpec const& spec) {
    std::string const id = engine.create(spec).value();
    engine.start(id).value();
    return id;
  }
  docker::ContainerState see(std::string const& id) { return engine.inspect(id).value().value(); }
};

docker::ContainerSpec spec_of(std::string const& name) {
  docker::ContainerSpec spec;
  spec.name = name;
  spec.image = "app:1";
  spec.labels = {{label::instance, "i-1"}};
  return spec;
}

}  // namespace

TEST_CASE("a simulated container lives as a real one does") {
  World world;
  std::string const id = world.engine.create(spec_of("web")).value();
  CHECK(id.size() == 64);
  CHECK((world.see(id).state == docker::RunState::Created));
  CHECK_FALSE(world.see(id).started_at.has_value());

  world.clock.advance(1s);
  world.engine.start("web").value();
  world.engine.start(id).value();  // already so
  auto const running = world.see("web");
  CHECK((running.state == docker::RunState::Running));
  CHECK((running.started_at == world.clock.now()));
  CHECK((running.addresses == std::map<std::string, std::string>{{"bridge", "172.17.0.2"}}));

  world.clock.advance(1s);
  world.engine.stop(id, 30s).value();
  auto const stopped = world.see(id);
  CHECK((stopped.state == docker::RunState::Exited));
  CHECK((stopped.exit_code == 143));
  CHECK((stopped.finished_at == world.clock.now()));
  CHECK(stopped.addresses.empty());
  CHECK((world.engine.list(label::instance, "i-1").value() == std::vector{stopped}));
  CHECK(world.engine.list(label::instance, "i-2").value().empty());

  world.engine.remove(id).value();
  world.engine.remove(id).value();
  CHECK_FALSE(world.engine.inspect(id).value().has_value());
}

TEST_CASE("ends are scripted: an exit, a kill, too little memory, a deaf process") {
  World world;
  std::string const exits = world.run(spec_of("exits"));
  world.engine.exit_container(exits, 3);
  CHECK((world.see(exits).exit_code == 3));
  std::string const killed = world.run(spec_of("killed"));
  world.engine.kill_container(killed);
  CHECK((world.see(killed).exit_code == 137));
  std::string const greedy = world.run(spec_of("greedy"));
  world.engine.run_out_of_memory(greedy);
  CHECK(world.see(greedy).out_of_memory);
  std::string const deaf = world.run(spec_of("deaf"));
  world.engine.ignore_term(deaf);
  world.engine.stop(deaf, 2s).value();
  CHECK((world.see(deaf).exit_code == 137));
  world.engine.exit_container("nobody", 1);
}

TEST_CASE("names, images and networks are refused in the daemon's words") {
  World world;
  std::string const id = world.engine.create(spec_of("web")).value();
  auto const again = world.engine.create(spec_of("web"));
  REQUIRE_FALSE(again.has_value());
  CHECK((again.error() ==
         docker::Failure{
             docker::Failure::Kind::Conflict, 409,
             "Conflict. The container name \"/web\" is already in use by container \"" + id +
                 "\". You have to remove (or rename) that container to be able to reuse that name."}));

  world.engine.set_pull_failure("gone", "manifest for gone:latest not found");
  CHECK_FALSE(world.engine.find_image("gone:latest").value().has_value());
  CHECK(world.engine.pull("gone:latest", {}).error().message == "manifest for gone:latest not found");
  docker::ContainerSpec spec = spec_of("absent");
  spec.image = "gone";
  CHECK(world.engine.create(spec).error().message == "No such image: gone:latest");

  spec = spec_of("lost");
  spec.network_mode = "nowhere";
  std::string const lost = world.engine.create(spec).value();
  CHECK(world.engine.start(lost).error().message == "network nowhere not found");
  CHECK(world.see(lost).error == "network nowhere not found");
  CHECK((world.see(lost).state == docker::RunState::Created));
}

TEST_CASE("images must be pulled once that is required") {
  World world;
  CHECK(world.engine.find_image("app:1").value().has_value());
  world.engine.require_pulls();
  CHECK_FALSE(world.engine.find_image("app:1").value().has_value());
  CHECK_FALSE(world.engine.create(spec_of("web")).has_value());
  world.engine.pull("app:1", {}).value();
  auto const image = world.engine.find_image("app:1").value().value();
  CHECK(image.id.starts_with("sha256:"));
  CHECK((image.repo_tags == std::vector<std::string>{"app:1"}));
  CHECK(world.engine.create(spec_of("web")).has_value());
  std::string const pause = docker::ensure_pause_image(world.engine).value();
  CHECK(world.engine.find_image(pause).value().has_value());
  CHECK(docker::ensure_pause_image(world.engine).value() == pause);
  CHECK(world.engine.calls("import_image") == 1);
}

TEST_CASE("addresses and ports are given once and freed at the end") {
  World world;
  world.engine.create_network({"vpc", "172.31.0.0/16", "172.31.0.1", {}}).value();
  docker::ContainerSpec spec = spec_of("one");
  spec.network_mode = "vpc";
  spec.ipv4_address = "172.31.16.5";
  spec.ports = {{80, "tcp", "127.31.16.5", 80}, {81, "tcp", "", 0}};
  std::string const one = world.run(spec);
  CHECK((world.see(one).addresses == std::map<std::string, std::string>{{"vpc", "172.31.16.5"}}));
  REQUIRE(world.see(one).ports.size() == 2);
  CHECK(world.see(one).ports[1].host_port >= 32768);

  spec.name = "two";
  std::string const two = world.engine.create(spec).value();
  CHECK(world.engine.start(two).error().message == "Address already in use");
  spec.name = "three";
  spec.ipv4_address = "172.31.16.6";
  std::string const three = world.engine.create(spec).value();
  CHECK(world.engine.start(three).error().message.ends_with(
      "Bind for 127.31.16.5:80 failed: port is already allocated"));
  CHECK(world.see(three).addresses.empty());
  spec.name = "outside";
  spec.ipv4_address = "10.0.0.1";
  CHECK_FALSE(world.engine.start(world.engine.create(spec).value()).has_value());

  world.engine.exit_container(one, 0);
  CHECK(world.engine.start(two).has_value());
}

TEST_CASE("a namespace is shared only while its owner runs") {
  World world;
  std::string const pause = world.run(spec_of("pause"));
  docker::ContainerSpec spec = spec_of("app");
  spec.network_mode = "container:" + pause;
  std::string const app = world.run(spec);
  CHECK(world.see(app).addresses.empty());
  world.engine.exit_container(app, 0);
  world.engine.exit_container(pause, 0);
  auto const refused = world.engine.start(app);
  REQUIRE_FALSE(refused.has_value());
  CHECK((refused.error().kind == docker::Failure::Kind::Conflict));
}

TEST_CASE("networks refuse a taken name, an overlap and removal while in use") {
  World world;
  std::string const id = world.engine.create_network({"vpc", "172.31.0.0/16", "172.31.0.1", {}}).value();
  CHECK((world.engine.create_network({"vpc", "10.1.0.0/16", "", {}}).error().kind ==
         docker::Failure::Kind::Conflict));
  auto const overlap = world.engine.create_network({"other", "172.31.128.0/20", "", {}});
  REQUIRE_FALSE(overlap.has_value());
  CHECK((overlap.error() == docker::Failure{docker::Failure::Kind::Refused, 403,
                                            "Pool overlaps with other one on this address space"}));
  docker::ContainerSpec spec = spec_of("web");
  spec.network_mode = "vpc";
  std::string const web = world.run(spec);
  CHECK(world.engine.remove_network(id).error().message.ends_with("has active endpoints"));
  world.engine.stop(web, 1s).value();
  world.engine.remove_network(id).value();
  world.engine.remove_network(id).value();
  CHECK_FALSE(world.engine.remove_network("bridge").has_value());
}

TEST_CASE("a scripted failure is met once, by the call it was scripted for") {
  World world;
  docker::Failure const broken{docker::Failure::Kind::ServerError, 500, "disk full"};
  world.engine.fail_next("create", broken);
  CHECK((world.engine.create(spec_of("web")).error() == broken));
  std::string const id = world.engine.create(spec_of("web")).value();
  world.engine.fail_next("start", broken);
  CHECK((world.engine.start(id).error() == broken));
  CHECK(world.see(id).error == "disk full");
  world.engine.start(id).value();
  CHECK(world.see(id).error.empty());
  CHECK(world.engine.calls("create") == 2);
}

TEST_CASE("a watcher is told what happens to its containers, until it is stopped or the stream breaks") {
  World world;
  std::vector<std::string> told;
  std::binary_semaphore open{0};
  std::counting_semaphore<16> heard{0};
  std::optional<bool> ended_well;
  std::jthread thread([&](std::stop_token stop) {
    auto const ended = world.engine.watch(
        label::instance, "i-1", [&open] { open.release(); },
        [&](docker::Event const& event) {
          told.push_back(event.action + (event.exit_code ? " " + std::to_string(*event.exit_code) : ""));
          heard.release();
        },
        stop);
    ended_well = ended.has_value();
  });
  open.acquire();
  docker::ContainerSpec stranger = spec_of("stranger");
  stranger.labels = {{label::instance, "i-2"}};
  world.run(stranger);
  std::string const id = world.run(spec_of("web"));
  world.engine.set_health(id, docker::Health::Healthy);
  world.engine.exit_container(id, 9);
  world.engine.remove(id).value();
  for (int event = 0; event < 5; ++event) heard.acquire();
  SUBCASE("stopped") {
    thread.request_stop();
    thread.join();
    CHECK((ended_well == true));
  }
  SUBCASE("broken") {
    world.engine.break_watches({docker::Failure::Kind::Unreachable, 0, "gone"});
    thread.join();
    CHECK((ended_well == false));
  }
  CHECK((told == std::vector<std::string>{"create", "start", "health_status: healthy", "die 9", "destroy"}));
}

TEST_CASE("clean removes containers, networks and volumes of one instance, in that order") {
  World world;
  world.engine.create_network({"mine", "172.30.0.0/16", "", {{label::instance, "i-1"}, {label::data, "/d"}}})
      .value();
  world.engine.create_network({"theirs", "172.29.0.0/16", "", {{label::instance, "i-2"}}}).value();
  world.engine.add_volume({"kept", {}});
  world.engine.add_volume({"mine", {{label::instance, "i-1"}}});
  docker::ContainerSpec spec = spec_of("web");
  spec.network_mode = "mine";
  world.run(spec);

  CHECK((docker::list_instances(world.engine).value() ==
         std::vector<docker::Instance>{{"i-1", "/d", 1, 1, 1}, {"i-2", "", 0, 1, 0}}));
  CHECK((docker::clean(world.engine, "") == docker::CleanReport{}));
  world.engine.fail_next("list_volumes", {docker::Failure::Kind::ServerError, 500, "broken"});
  CHECK((docker::clean(world.engine, "i-1") ==
         docker::CleanReport{{"web"}, {"mine"}, {}, {"volumes: broken"}}));
  CHECK((docker::clean(world.engine, "i-1") == docker::CleanReport{{}, {}, {"mine"}, {}}));
  CHECK(
      (docker::list_instances(world.engine).value() == std::vector<docker::Instance>{{"i-2", "", 0, 1, 0}}));
  CHECK((world.engine.list_volumes().value().size() == 1));
}
