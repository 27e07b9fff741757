// The whole reconciler over a daemon in memory: stories, and deaths between any two steps.

#include "reconcile/loop.h"

#include <random>
#include <set>

#include "reconcile/service_draft.h"
#include "stage.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::StopCode;
using domain::TaskStatus;

TEST_CASE("a service goes from nothing to three tasks, to one, to none") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1), 0);
  stage.settle(0);
  for (int const count : {3, 1, 0}) {
    stage.scale(count);
    stage.settle(count);
  }
}

TEST_CASE("a service that is deleted drains and becomes INACTIVE") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1, "app", 2), 2);
  stage.settle(2, 3);
  stage.update([](domain::Service& service) {
    service.status = domain::ServiceStatus::Draining;
    service.desired_count = 0;
  });
  Stage::eventually("inactive", [&] { return stage.service().status == domain::ServiceStatus::Inactive; });
  CHECK(stage.live_tasks().empty());
  CHECK(stage.containers().empty());
}

TEST_CASE("a rolling update is never seen below its healthy minimum") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1), 3, {.maximum_percent = 150, .minimum_healthy_percent = 67});
  stage.settle(3);
  auto const second = stage.define(2);
  stage.update([&](domain::Service& service) { stage.deploy(service, second); });
  int least = 3;
  Stage::eventually("rolled", [&] {
    least = std::min(least, stage.running());
    return stage.is_steady(3);
  });
  CHECK(least >= healthy_min(3, 67));
  for (auto const& task : stage.live_tasks()) CHECK(task.task_definition.revision == 2);
}

TEST_CASE("a container that is killed stops its task with the exit code, and the service starts another") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1), 2);
  stage.settle(2);
  domain::Task const victim = stage.live_tasks()[0];
  stage.engine.kill_container(victim.containers[0].docker_name);
  Stage::eventually("stopped", [&] { return stage.task(victim.key).last_status == TaskStatus::Stopped; });
  domain::Task const dead = stage.task(victim.key);
  CHECK(dead.containers[0].exit_code == 137);
  CHECK(dead.stop_code == StopCode::EssentialContainerExited);
  stage.settle(2);
}

TEST_CASE("a container that is removed behind our back is told and replaced") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1), 1);
  stage.settle(1);
  domain::Task const victim = stage.live_tasks()[0];
  REQUIRE(stage.engine.remove(victim.containers[0].docker_name).has_value());
  Stage::eventually("stopped", [&] { return stage.task(victim.key).last_status == TaskStatus::Stopped; });
  CHECK(stage.task(victim.key).containers[0].reason.starts_with("ContainerVanishedError"));
  stage.settle(1);
}

TEST_CASE("a task has the address that its row tells, and its ports on the public one") {
  SimulatedStage stage;
  stage.be_born();
  auto const key = stage.run_task(stage.define(1, "app", 2));
  Stage::eventually("running", [&] { return stage.task(key).last_status == TaskStatus::Running; });
  domain::Task const task = stage.task(key);
  auto const pause = stage.engine.inspect(task.pause_docker_name).value();
  REQUIRE(pause.has_value());
  CHECK(pause->addresses.at(stage.options.settings.vpc_network) == task.eni->private_ip);
  REQUIRE(pause->ports.size() == 1);
  CHECK(pause->ports[0].host_ip == *task.eni->public_ip);
  CHECK(pause->ports[0].host_port == 80);
  auto const spec = stage.engine.find_spec(task.containers[0].docker_name).value();
  CHECK(spec.network_mode == "container:" + pause->id);
  CHECK(spec.memory_bytes == 512LL << 20);
  CHECK(spec.nano_cpus == 250'000'000);
}

TEST_CASE("an image that cannot be pulled ends the task with the agent's text") {
  SimulatedStage stage;
  stage.engine.set_pull_failure("nowhere:latest", "manifest for nowhere:latest not found: manifest unknown");
  stage.be_born();
  auto const key = stage.run_task(stage.define(1, "nowhere:latest"));
  Stage::eventually("stopped", [&] { return stage.task(key).last_status == TaskStatus::Stopped; });
  CHECK(stage.task(key).stop_code == StopCode::TaskFailedToStart);
  CHECK(stage.task(key).stopped_reason.starts_with("CannotPullContainerError: "));
  CHECK(stage.containers().empty());
}

TEST_CASE("an image of the own registry is pulled with its token and run by its digest") {
  SimulatedStage stage;
  stage.engine.require_pulls();
  stage.images = [](domain::Scope const&, std::string const& image) -> std::optional<ImageResolution> {
    if (image != "own/hello:latest") return std::nullopt;
    return ImageResolution{"127.0.0.1:4566/123456789012/eu-west-1/hello:latest",
                           "sha256:" + std::string(64, 'a'),
                           docker::RegistryAuth{"AWS", "token", "127.0.0.1:4566"}};
  };
  stage.be_born();
  auto const key = stage.run_task(stage.define(1, "own/hello:latest"));
  Stage::eventually("running", [&] { return stage.task(key).last_status == TaskStatus::Running; });
  domain::Task const task = stage.task(key);
  CHECK(task.containers[0].image == "own/hello:latest");
  CHECK(task.containers[0].image_digest == "sha256:" + std::string(64, 'a'));
  CHECK(stage.engine.find_spec(task.containers[0].docker_name)->image ==
        "127.0.0.1:4566/123456789012/eu-west-1/hello@sha256:" + std::string(64, 'a'));
}

TEST_CASE("a start that the daemon refuses ends the task, a daemon that is away does not") {
  SimulatedStage stage;
  SUBCASE("refused") {
    stage.engine.fail_next("start", {docker::Failure::Kind::ServerError, 500, "exec: \"x\": not found"});
    stage.be_born();
    auto const key = stage.run_task(stage.define(1));
    Stage::eventually("stopped", [&] { return stage.task(key).last_status == TaskStatus::Stopped; });
    CHECK(stage.task(key).containers[0].reason ==
          "CannotStartContainerError: Error response from daemon: exec: \"x\": not found");
    CHECK(stage.task(key).stopped_reason == "Task failed to start");
    CHECK(stage.containers().empty());
  }
  SUBCASE("away") {
    stage.engine.fail_next("create", {docker::Failure::Kind::Unreachable, 0, "connection refused"});
    stage.be_born();
    auto const key = stage.run_task(stage.define(1));
    Stage::eventually("running", [&] { return stage.task(key).last_status == TaskStatus::Running; });
  }
}

TEST_CASE("when the event stream breaks, what happened meanwhile is seen at its return") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1), 2);
  stage.settle(2);
  CHECK(stage.loop->degraded().empty());
  domain::Task const victim = stage.live_tasks()[0];
  for (int i = 0; i < 3; ++i)
    stage.engine.fail_next("watch", {docker::Failure::Kind::Unreachable, 0, "connection refused"});
  stage.engine.break_watches({docker::Failure::Kind::Unreachable, 0, "the daemon has gone"});
  Stage::eventually("degraded", [&] { return !stage.loop->degraded().empty(); });
  stage.engine.kill_container(victim.containers[0].docker_name);
  Stage::eventually("stopped", [&] { return stage.task(victim.key).last_status == TaskStatus::Stopped; });
  stage.settle(2);
  CHECK(stage.loop->degraded().empty());
}

TEST_CASE("a death between commit and act loses nothing and doubles nothing") {
  SimulatedStage stage;
  stage.create_service(stage.define(1, "app", 2), 2);
  // What a tick writes, without what it does: intent is on disk, the effect never came.
  for (int ticks = 0; ticks < 2; ++ticks)
    stage.store.transact([&](state::Database& db) {
      ToldEvents told;
      Observed observed;
      observed.is_known = true;
      commit(db, plan(Copies().refresh(db), observed, stage.options.settings, stage.clock.now(), stage.mint),
             told, stage.clock.now(), stage.mint);
    });
  auto const before = stage.live_tasks();
  REQUIRE(before.size() == 2);
  stage.be_born();
  stage.settle(2, 3);
  auto const after = stage.live_tasks();
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(after[i].key == before[i].key);
}

TEST_CASE("a reconciler that starts anew adopts the containers that run") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1, "app", 2), 2);
  stage.settle(2, 3);
  std::set<std::string> before;
  for (auto const& container : stage.containers()) before.insert(container.id);
  stage.die();
  stage.engine.kill_container(stage.live_tasks()[0].containers[0].docker_name);
  stage.be_born();
  auto const victim = stage.live_tasks()[0].key;
  Stage::eventually("stopped", [&] { return stage.task(victim).last_status == TaskStatus::Stopped; });
  stage.settle(2, 3);
  int kept = 0;
  for (auto const& container : stage.containers()) kept += before.contains(container.id) ? 1 : 0;
  CHECK(kept == 3);
}

TEST_CASE("deaths at any instant while a service scales leave it right, with nothing doubled or orphaned") {
  SimulatedStage stage;
  stage.create_service(stage.define(1, "app", 2), 2, {.maximum_percent = 200, .minimum_healthy_percent = 0});
  std::mt19937 dice(5);
  int count = 2;
  for (int deaths = 0; deaths < 40; ++deaths) {
    stage.be_born();
    if (dice() % 2) stage.scale(count = static_cast<int>(dice() % 5));
    if (auto const containers = stage.containers(); dice() % 3 == 0 && !containers.empty())
      stage.engine.kill_container(containers[dice() % containers.size()].name);
    std::this_thread::sleep_for(std::chrono::microseconds{dice() % 8000});  // the random instant of death
    stage.die();
  }
  stage.be_born();
  stage.scale(count);
  stage.settle(count, 3);
  std::set<std::pair<std::string, std::string>> seen;
  for (auto const& container : stage.containers())
    CHECK(seen.emplace(container.labels.at(docker::label::task_arn),
                       container.labels.at(docker::label::container_name))
              .second);
}

TEST_CASE("nothing is asked of Docker while nothing changes") {
  SimulatedStage stage;
  stage.be_born();
  stage.create_service(stage.define(1), 2);
  stage.settle(2);
  auto const calls = [&stage] {
    int sum = 0;
    for (char const* call : {"list", "inspect", "create", "start", "stop", "remove", "find_image", "pull"})
      sum += stage.engine.calls(call);
    return sum;
  };
  auto const look_again = [&stage] {
    auto const ticks = stage.loop->ticks();
    stage.loop->wake();
    Stage::eventually("a tick", [&] { return stage.loop->ticks() > ticks; });
  };
  // The last looks end by themselves; then waking it costs no call.
  int before = calls();
  Stage::eventually("calm", [&] {
    look_again();
    return std::exchange(before, calls()) == before;
  });
  for (int i = 0; i < 20; ++i) look_again();
  CHECK(calls() == before);
}

TEST_CASE("STOPPED tasks are forgotten after an hour") {
  SimulatedStage stage;
  stage.options.stopped_task_ttl = std::chrono::seconds{0};
  stage.be_born();
  auto const key = stage.run_task(stage.define(1));
  Stage::eventually("running", [&] { return stage.task(key).last_status == TaskStatus::Running; });
  stage.engine.exit_container(stage.task(key).containers[0].docker_name, 0);
  Stage::eventually("stopped", [&] { return stage.task(key).last_status == TaskStatus::Stopped; });
  stage.die();
  stage.be_born();  // the first tick sweeps
  Stage::eventually("forgotten", [&] {
    return stage.store.read([&](state::Database& db) { return !state::find_task(db, key); });
  });
}
