// The whole reconciler over the daemon of this machine.

#include <spdlog/spdlog.h>

#include "docker/http_engine.h"
#include "reconcile/container_spec.h"
#include "reconcile/loop.h"
#include "stage.h"
#include "tests/docker/live.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::TaskStatus;

namespace {

struct Own {
  docker::live::Instance owner;  ///< outlives the stage, and sweeps up behind it
};

class LiveStage : private Own, public Stage {
 public:
  LiveStage()
      : Stage(docker::live::engine(), owner.id(), domain::Mint::entropy_seed(), docker::host_route_table) {
    command = R"(["/bin/busybox","httpd","-f","-p","80","-h","/www"])";
  }
  ~LiveStage() { die(); }

  domain::TaskDefinition define_web(int revision, int containers = 1) {
    return define(revision, docker::live::busybox(), containers);
  }
};

}  // namespace

TEST_CASE("a task's page is fetched from its public address, and a killed container comes back") {
  LiveStage stage;
  stage.be_born();
  stage.create_service(stage.define_web(1), 2);
  stage.settle(2);
  for (auto const& task : stage.live_tasks()) {
    CHECK(docker::live::fetch(*task.eni->public_ip, 80, "/").find("hello from busybox") != std::string::npos);
    auto const container = stage.daemon.inspect(task.containers[0].docker_name).value();
    CHECK(container->addresses.at(stage.options.settings.vpc_network) == task.eni->private_ip);
  }
  domain::Task const victim = stage.live_tasks()[0];
  REQUIRE(stage.daemon.stop(victim.containers[0].docker_name, std::chrono::seconds{0}).has_value());
  Stage::eventually("stopped", [&] { return stage.task(victim.key).last_status == TaskStatus::Stopped; });
  CHECK(stage.task(victim.key).containers[0].exit_code == 137);
  stage.settle(2);
  stage.scale(0);
  stage.settle(0);
}

TEST_CASE("containers of a task share one namespace") {
  LiveStage stage;
  stage.be_born();
  auto definition = stage.define_web(1);
  auto const key = stage.run_task(definition);
  Stage::eventually("running", [&] { return stage.task(key).last_status == TaskStatus::Running; });

  stage.command = R"(["/bin/busybox","sleep","600"])";
  auto const pair = stage.run_task(stage.define_web(2, 2));
  Stage::eventually("running", [&] { return stage.task(pair).last_status == TaskStatus::Running; });
  CHECK(stage.containers().size() == 4);  // with the pause container
}

TEST_CASE("a daemon's refusal to start is told in its words") {
  LiveStage stage;
  stage.be_born();
  stage.command = R"(["/no/such/program"])";
  auto const key = stage.run_task(stage.define_web(1));
  Stage::eventually("stopped", [&] { return stage.task(key).last_status == TaskStatus::Stopped; });
  domain::Task const task = stage.task(key);
  CHECK(task.containers[0].reason.find("CannotStartContainerError: Error response from daemon: ") == 0);
  CHECK(task.containers[0].reason.find("/no/such/program") != std::string::npos);
  CHECK(task.stop_code == domain::StopCode::TaskFailedToStart);
  CHECK(stage.containers().empty());
}

TEST_CASE("from a task's commit to RUNNING beside the same create and start") {
  LiveStage stage;
  stage.be_born();
  auto const definition = stage.define_web(1);
  auto const milliseconds_of = [](auto&& work) {
    auto const begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  };
  double ours = 0, bare = 0;
  for (int i = 0; i < 6; ++i) {
    domain::TaskKey key;
    double const with_loop = milliseconds_of([&] {
      key = stage.run_task(definition);
      Stage::eventually("running", [&] { return stage.task(key).last_status == TaskStatus::Running; });
    });
    auto spec = *stage.store.read([&](state::Database& db) -> std::optional<docker::ContainerSpec> {
      domain::Task const task = state::find_task(db, key).value();
      return container_spec(task, definition, definition.containers[0], docker::live::busybox(), "",
                            stage.options.settings);
    });
    spec.name += "-bare";
    spec.ipv4_address.reset();
    spec.mac_address.reset();
    for (auto& port : spec.ports) {
      port.host_ip = "127.0.0.9";
      port.host_port = 0;  // another test may stand on any
    }
    double const without = milliseconds_of([&] {
      auto const id = stage.daemon.create(spec);
      REQUIRE(id.has_value());
      REQUIRE(stage.daemon.start(*id).has_value());
    });
    REQUIRE(stage.daemon.remove(spec.name).has_value());
    if (i == 0) continue;  // warms up
    ours += with_loop;
    bare += without;
  }
  MESSAGE("run-task to RUNNING " << ours / 5 << " ms, create and start alone " << bare / 5 << " ms");
}
