#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <set>

#include "docker/labels.h"
#include "docker/simulated_engine.h"

namespace docker = neargate::docker;
namespace domain = neargate::domain;
namespace label = neargate::docker::label;
using namespace std::chrono_literals;

namespace {

/// A clock that several threads look at while one turns it.
class SharedClock final : public domain::Clock {
 public:
  domain::Time now() const override { return domain::Time{std::chrono::milliseconds{now_}}; }
  void advance(std::chrono::milliseconds step) { now_ += step.count(); }

 private:
  std::atomic<std::int64_t> now_{1'700'000'000'000};
};

struct World {
  SharedClock clock;
  domain::Mint mint{7};
  docker::SimulatedEngine engine{clock, mint};

  World() {  // calls that take time turn the clock: one thread is enough
    engine.set_waiting([this](docker::Time until) { clock.advance(until - clock.now()); });
  }

  void advance(std::chrono::milliseconds step) {
    clock.advance(step);
    engine.play();
  }
  std::string run(docker::ContainerSpec const& spec) {
    std::string const id = engine.create(spec).value();
    engine.start(id).value();
    return id;
  }
  docker::ContainerState see(std::string const& id) { return engine.inspect(id).value().value(); }
};

docker::ContainerSpec spec_of(std::string const& name, docker::Labels script) {
  docker::ContainerSpec spec;
  spec.name = name;
  spec.image = "app:1";
  spec.labels = {{label::instance, "i-1"}, {label::family, "web"}, {label::container_name, "app"}};
  for (auto const& [member, text] : script) spec.labels["neargate.sim." + member] = text;
  return spec;
}

docker::ContainerSpec checked(docker::ContainerSpec spec) {
  spec.health_check = docker::HealthCheck{.test = {"CMD", "true"}};
  return spec;
}

}  // namespace

TEST_CASE("a scripted container exits when its time has come, not before") {
  World world;
  std::string const id = world.run(spec_of("job", {{"exit-code", "3"}, {"exit-after", "10s"}}));
  CHECK((world.engine.next_due() == world.clock.now() + 10s));
  world.advance(9999ms);
  CHECK((world.see(id).state == docker::RunState::Running));
  world.advance(1ms);
  CHECK((world.see(id).state == docker::RunState::Exited));
  CHECK((world.see(id).exit_code == 3));
  CHECK((world.see(id).finished_at == world.clock.now()));

  // Started again, it exits again; the first run's turn is not taken for the second's.
  std::string const twice = world.run(spec_of("twice", {{"exit-after", "10s"}}));
  world.advance(5s);
  world.engine.exit_container(twice, 1);
  world.engine.start(twice).value();
  world.advance(5s);
  CHECK((world.see(twice).state == docker::RunState::Running));
  world.advance(5s);
  CHECK((world.see(twice).exit_code == 0));
}

TEST_CASE("a container may be told to exit at once, or to run out of memory") {
  World world;
  CHECK((world.see(world.run(spec_of("at-once", {{"exit-code", "0"}}))).exit_code == 0));
  std::string const greedy = world.run(spec_of("greedy", {{"oom-after", "2s"}}));
  world.advance(2s);
  CHECK(world.see(greedy).out_of_memory);
  CHECK((world.see(greedy).exit_code == 137));
}

TEST_CASE("pulls, starts and stops take their time") {
  World world;
  auto const spec = spec_of("slow", {{"pull-time", "4s"}, {"start-time", "2s"}, {"stop-time", "3s"}});
  auto const begin = world.clock.now();
  world.engine.announce_pull(spec.name, spec.image, spec.labels).value();
  CHECK((world.clock.now() == begin + 4s));
  std::string const id = world.run(spec);
  CHECK((world.see(id).started_at == begin + 6s));
  world.engine.stop(id, 30s).value();
  CHECK((world.see(id).finished_at == begin + 9s));
  CHECK((world.see(id).exit_code == 143));
}

TEST_CASE("what has not ended when the grace is over is killed; what has ends with its own code") {
  World world;
  std::string const slow = world.run(spec_of("slow", {{"stop-time", "40s"}}));
  auto const begin = world.clock.now();
  world.engine.stop(slow, 5s).value();
  CHECK((world.see(slow).exit_code == 137));
  CHECK((world.see(slow).finished_at == begin + 5s));
  std::string const good = world.run(spec_of("good", {{"stop-code", "0"}}));
  world.engine.stop(good, 5s).value();
  CHECK((world.see(good).exit_code == 0));
  // It ends by itself while SIGTERM is looked at.
  std::string const own =
      world.run(spec_of("own", {{"stop-time", "4s"}, {"exit-after", "2s"}, {"exit-code", "9"}}));
  world.engine.stop(own, 30s).value();
  CHECK((world.see(own).exit_code == 9));
}

TEST_CASE("pulls, creations and starts fail with the text that was scripted") {
  World world;
  auto const unknown = spec_of("unknown", {{"pull-error", "manifest unknown"}});
  CHECK((world.engine.announce_pull("unknown", "app:1", unknown.labels).error() ==
         docker::Failure{docker::Failure::Kind::NotFound, 404, "manifest unknown"}));
  CHECK((world.engine.create(spec_of("refused", {{"create-error", "no space left"}})).error() ==
         docker::Failure{docker::Failure::Kind::ServerError, 500, "no space left"}));
  std::string const id =
      world.engine.create(spec_of("unstartable", {{"start-error", "exec: not found"}})).value();
  CHECK(world.engine.start(id).error().message == "exec: not found");
  CHECK(world.see(id).error == "exec: not found");
}

TEST_CASE("a container with a bad label does not start, and says so") {
  World world;
  std::string const id = world.engine.create(spec_of("bad", {{"exit-code", "many"}})).value();
  CHECK(world.engine.start(id).error().message ==
        "neargate.sim.exit-code=many: say an exit code from 0 to 255");
  std::string const unchecked = world.engine.create(spec_of("unchecked", {{"health", "healthy"}})).value();
  CHECK(world.engine.start(unchecked).error().message ==
        "neargate.sim.health: the container definition has no healthCheck");
}

TEST_CASE("health follows the script, and without one a check succeeds at once") {
  World world;
  CHECK((world.see(world.run(checked(spec_of("plain", {})))).health == docker::Health::Healthy));
  CHECK((world.see(world.run(spec_of("unchecked", {}))).health == docker::Health::None));
  std::string const id =
      world.run(checked(spec_of("app", {{"health", "healthy@2s,unhealthy@10s"}, {"health-after", "1s"}})));
  CHECK((world.see(id).health == docker::Health::Starting));
  world.advance(3s);
  CHECK((world.see(id).health == docker::Health::Healthy));
  world.advance(8s);
  CHECK((world.see(id).health == docker::Health::Unhealthy));
  std::string const never = world.run(checked(spec_of("never", {{"health", "starting"}})));
  world.advance(1h);
  CHECK((world.see(never).health == docker::Health::Starting));
}

TEST_CASE("a fail-rate hits its share, the same containers in every run of a seed") {
  auto const hits = [](std::uint64_t seed) {
    World world;
    world.engine.set_seed(seed);
    std::set<int> out;
    for (int i = 0; i < 400; ++i) {
      std::string const id = world.run(spec_of("c" + std::to_string(i), {{"fail-rate", "0.25"}}));
      if (world.see(id).exit_code == 1) out.insert(i);
      world.engine.remove(id).value();
    }
    return out;
  };
  auto const first = hits(1);
  CHECK(first.size() > 70);
  CHECK(first.size() < 130);
  CHECK((hits(1) == first));
  CHECK((hits(2) != first));
}

TEST_CASE("a container's fate is decided once, when it is first heard of") {
  World world;
  auto const spec = spec_of("c1", {});
  world.engine.post_script({.family = "web"},
                           docker::parse_script({{"pull-error", "no"}, {"fail-rate", "0.5"}}));
  for (int i = 0; i < 100; ++i) {
    auto one = spec;
    one.name = "c" + std::to_string(i);
    if (!world.engine.announce_pull(one.name, one.image, one.labels)) continue;
    world.advance(1s);
    CHECK((world.see(world.run(one)).state == docker::RunState::Running));
  }
  world.engine.clear_scripts();
  CHECK(world.engine.announce_pull("later", "app:1", spec.labels).has_value());
}

TEST_CASE("with a clock to follow, things happen by themselves, and slow calls can be given up") {
  domain::SystemClock const clock;
  domain::Mint mint{7};
  docker::SimulatedEngine engine{clock, mint};
  engine.follow_clock();
  std::mutex mutex;
  std::condition_variable heard;
  std::set<std::string> told;
  std::promise<void> open;
  std::jthread const watching([&](std::stop_token const& stop) {
    engine
        .watch(
            label::instance, "i-1", [&open] { open.set_value(); },
            [&](docker::Event const& event) {
              std::scoped_lock const lock(mutex);
              told.insert(event.action);
              heard.notify_all();
            },
            stop)
        .value();
  });
  open.get_future().wait();
  engine.start(engine.create(spec_of("job", {{"exit-after", "20ms"}})).value()).value();
  {
    std::unique_lock lock(mutex);
    CHECK(heard.wait_for(lock, 30s, [&told] { return told.contains("die"); }));
  }
  auto const slow = spec_of("slow", {{"pull-time", "1h"}});
  auto pulled = std::async(std::launch::async, [&] {
    return engine.announce_pull(slow.name, slow.image, slow.labels).has_value();
  });
  engine.end_waits();
  CHECK_FALSE(pulled.get());
}
