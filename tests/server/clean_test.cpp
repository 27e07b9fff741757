#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "docker/labels.h"
#include "docker/simulated_engine.h"
#include "domain/clock.h"
#include "domain/mint.h"
#include "server/clean_command.h"
#include "server/data_lock.h"

namespace neargate::server {
namespace {

namespace label = docker::label;

/// A daemon with what two instances made, and one container that is nobody's.
struct World {
  World() {
    std::string pattern = (std::filesystem::temp_directory_path() / "neargate-clean.XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp");
    root = pattern;
    for (char const* name : {"one", "two"}) {
      std::filesystem::create_directory(root / name);
      make(name, (root / name).string(), subnet++);
    }
    engine.create({.name = "foreign", .image = "busybox"}).value();
  }
  ~World() { std::filesystem::remove_all(root); }

  void make(std::string const& instance, std::string const& data, int third) {
    docker::Labels const labels{{label::instance, instance}, {label::data, data}};
    docker::NetworkSpec network{.name = "neargate-" + instance, .labels = labels};
    network.subnet = "10." + std::to_string(third) + ".0.0/16";
    network.gateway = "10." + std::to_string(third) + ".0.1";
    engine.create_network(network).value();
    docker::ContainerSpec container{.name = "task-" + instance, .image = "busybox", .labels = labels};
    container.network_mode = "none";
    engine.start(engine.create(container).value()).value();
  }
  bool has(std::string const& container) { return engine.inspect(container).value().has_value(); }
  int run(std::optional<std::string> data) { return clean({.data = std::move(data)}, engine); }

  std::filesystem::path root;
  int subnet = 1;
  domain::SystemClock clock;
  domain::Mint mint{1};
  docker::SimulatedEngine engine{clock, mint};
};

TEST_CASE("clean removes what dead instances left, and nothing of others") {
  World world;
  CHECK(world.run(std::nullopt) == 0);
  CHECK_FALSE(world.has("task-one"));
  CHECK_FALSE(world.has("task-two"));
  CHECK(world.has("foreign"));
  CHECK(world.run(std::nullopt) == 0);
}

TEST_CASE("an instance that runs is passed over, or refused when it was named") {
  World world;
  auto const running = DataLock::acquire(world.root / "one" / "lock");
  CHECK(world.run(std::nullopt) == 0);
  CHECK(world.has("task-one"));
  CHECK_FALSE(world.has("task-two"));
  CHECK(world.run((world.root / "one").string()) == 1);
  CHECK(world.has("task-one"));
}

TEST_CASE("with a data directory only its instances are cleaned") {
  World world;
  CHECK(world.run((world.root / "one").string()) == 0);
  CHECK_FALSE(world.has("task-one"));
  CHECK(world.has("task-two"));
}

TEST_CASE("a data directory that is gone has no running instance") {
  World world;
  std::filesystem::remove_all(world.root / "two");
  CHECK(world.run((world.root / "two").string()) == 0);
  CHECK_FALSE(world.has("task-two"));
}

TEST_CASE("instances in memory are told apart by their own locks") {
  World world;
  world.make("memory-dead-" + std::to_string(getpid()), in_memory, 7);
  std::string const alive = "memory-alive-" + std::to_string(getpid());
  world.make(alive, in_memory, 8);
  {
    auto const running = DataLock::acquire(lock_file_of(in_memory, alive));
    CHECK(world.run(in_memory) == 0);
    CHECK(world.has("task-" + alive));
    CHECK_FALSE(world.has("task-memory-dead-" + std::to_string(getpid())));
    CHECK(world.has("task-one"));
  }
  CHECK(world.run(in_memory) == 0);
  CHECK_FALSE(world.has("task-" + alive));
  CHECK_FALSE(std::filesystem::exists(lock_file_of(in_memory, alive)));
}

TEST_CASE("a daemon that does not answer is told") {
  World world;
  world.engine.fail_next("list", {.kind = docker::Failure::Kind::Unreachable, .message = "no daemon"});
  CHECK(world.run(std::nullopt) == 1);
}

}  // namespace
}  // namespace neargate::server
