#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "docker/address_space.h"
#include "docker/clean.h"
#include "docker/http_engine.h"
#include "docker/labels.h"
#include "docker/pause_image.h"
#include "live.h"

namespace docker = neargate::docker;
namespace live = neargate::docker::live;
namespace label = neargate::docker::label;
using live::require;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> const httpd{"/bin/busybox", "httpd", "-f", "-p", "80", "-h", "/www"};
std::vector<std::string> const idle{"/bin/busybox", "sleep", "1000"};

docker::ContainerState inspect(std::string const& id) {
  auto const container = require(live::engine().inspect(id));
  REQUIRE(container.has_value());
  return *container;
}

/// Waits on the event stream, with a limit that only a broken stream reaches.
class Watcher final {
 public:
  explicit Watcher(std::string const& instance)
      : thread_([this, instance](std::stop_token stop) {
          auto const ended = live::engine().watch(
              label::instance, instance, [this] { note([this] { open_ = true; }); },
              [this](docker::Event const& event) { note([&] { events_.push_back(event); }); }, stop);
          note([&] { ended_ = ended.has_value() ? "stopped" : ended.error().message; });
        }) {
    wait([this] { return open_; });
  }

  std::optional<docker::Event> wait_for(std::string const& action) {
    auto const named = [&action](docker::Event const& event) { return event.action == action; };
    wait([&] { return std::ranges::any_of(events_, named); });
    std::scoped_lock const lock(mutex_);
    auto const found = std::ranges::find_if(events_, named);
    return found == events_.end() ? std::nullopt : std::optional(*found);
  }
  std::string stop() {
    thread_.request_stop();
    thread_.join();
    return ended_;
  }

 private:
  void note(auto const& change) {
    std::scoped_lock const lock(mutex_);
    change();
    changed_.notify_all();
  }
  void wait(auto const& condition) {
    std::unique_lock lock(mutex_);
    CHECK(changed_.wait_for(lock, 30s, condition));
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  std::vector<docker::Event> events_;
  std::string ended_;
  std::jthread thread_;
};

/// httpd listens a moment after its process starts, and nothing tells when: asks again until it answers.
std::string fetch_when_up(std::string const& host, int port) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    if (std::string answer = live::fetch(host, port, "/"); !answer.empty()) return answer;
    std::this_thread::sleep_for(20ms);
  }
  return {};
}

}  // namespace

TEST_CASE("a container has the address asked for and answers on its published loopback port") {
  live::Instance const instance;
  auto const network =
      require(docker::ensure_vpc_network(live::engine(), instance.id(), "/data", std::nullopt));
  auto const block = neargate::domain::Cidr::parse(network.subnets.at(0));
  std::string const address = neargate::domain::print_ipv4(block->base + 16 * 256 + 5);

  docker::ContainerSpec spec = instance.spec("web");
  spec.entry_point = httpd;
  spec.network_mode = network.name;
  spec.ipv4_address = address;
  spec.mac_address = "02:00:00:00:10:05";
  spec.ports = {{80, "tcp", "127.31.16.5", 0}};
  std::string const id = require(live::engine().create(spec));
  auto const created = inspect(id);
  CHECK((created.state == docker::RunState::Created));
  CHECK_FALSE(created.exit_code.has_value());
  CHECK_FALSE(created.started_at.has_value());

  require(live::engine().start(id));
  require(live::engine().start(id));  // 304
  auto const running = inspect(spec.name);
  CHECK((running.state == docker::RunState::Running));
  CHECK(running.id == id);
  CHECK(running.name == spec.name);
  CHECK((running.addresses == std::map<std::string, std::string>{{network.name, address}}));
  CHECK(running.started_at.has_value());
  REQUIRE(running.ports.size() == 1);
  CHECK(running.ports[0].host_ip == "127.31.16.5");
  CHECK(fetch_when_up("127.31.16.5", running.ports[0].host_port).find("hello from busybox") !=
        std::string::npos);
  CHECK(fetch_when_up(address, 80).find("hello from busybox") != std::string::npos);

  auto const listed = require(live::engine().list(label::instance, instance.id()));
  REQUIRE(listed.size() == 1);
  CHECK((listed[0] == running));

  require(live::engine().stop(id, 0s));
  require(live::engine().stop(id, 0s));  // 304
  auto const stopped = inspect(id);
  CHECK((stopped.state == docker::RunState::Exited));
  CHECK((stopped.exit_code == 137));
  CHECK(stopped.finished_at >= stopped.started_at);
  require(live::engine().remove(id));
  require(live::engine().remove(id));  // 404
  CHECK_FALSE(require(live::engine().inspect(id)).has_value());
}

TEST_CASE("two containers share the pause container's network namespace, and it leaves at once") {
  live::ImageGuard const image(docker::pause_image_reference());
  live::Instance const instance;
  docker::ContainerSpec pause = instance.spec("pause");
  pause.image = require(docker::ensure_pause_image(live::engine()));
  CHECK(require(docker::ensure_pause_image(live::engine())) == pause.image);
  pause.ports = {{80, "tcp", "127.0.0.1", 0}};
  std::string const pause_id = require(live::engine().create(pause));
  require(live::engine().start(pause_id));

  docker::ContainerSpec web = instance.spec("web");
  web.entry_point = httpd;
  web.network_mode = "container:" + pause_id;
  web.hostname = "ignored";
  std::string const web_id = require(live::engine().create(web));
  require(live::engine().start(web_id));
  CHECK(fetch_when_up("127.0.0.1", inspect(pause_id).ports.at(0).host_port).find("hello") !=
        std::string::npos);

  // Another container sees the first one on localhost.
  Watcher watcher(instance.id());
  docker::ContainerSpec probe = instance.spec("probe");
  probe.entry_point = std::vector<std::string>{"/bin/busybox", "wget", "-q", "-O", "-", "http://127.0.0.1/"};
  probe.network_mode = "container:" + pause_id;
  std::string const probe_id = require(live::engine().create(probe));
  require(live::engine().start(probe_id));
  CHECK((watcher.wait_for("die")->exit_code == 0));

  auto const begin = std::chrono::steady_clock::now();
  require(live::engine().stop(pause_id, 60s));
  CHECK(std::chrono::steady_clock::now() - begin < 50s);  // not killed at the end of its grace
  CHECK((inspect(pause_id).exit_code == 0));
  CHECK((require(live::engine().find_image(pause.image)).has_value()));
}

TEST_CASE("events of this instance alone are told, and a watch ends when asked") {
  live::Instance const instance;
  live::Instance const other;
  Watcher watcher(instance.id());
  docker::ContainerSpec stranger = other.spec("stranger");
  stranger.entry_point = idle;
  require(live::engine().create(stranger));
  docker::ContainerSpec spec = instance.spec("short");
  spec.entry_point = std::vector<std::string>{"/bin/busybox", "sh", "-c", "exit 7"};
  std::string const id = require(live::engine().create(spec));
  require(live::engine().start(id));
  auto const created = watcher.wait_for("create");
  REQUIRE(created.has_value());
  CHECK(created->container_id == id);
  auto const died = watcher.wait_for("die");
  REQUIRE(died.has_value());
  CHECK((died->exit_code == 7));
  CHECK((inspect(id).exit_code == 7));
  require(live::engine().remove(id));
  CHECK(watcher.wait_for("destroy")->container_id == id);
  CHECK(watcher.stop() == "stopped");
}

TEST_CASE("a pull from where no registry answers fails with the daemon's text") {
  auto const pulled =
      live::engine().pull("127.0.0.1:1/nothing:here", docker::RegistryAuth{"AWS", "x", "127.0.0.1:1"});
  REQUIRE_FALSE(pulled.has_value());
  CHECK((pulled.error().kind == docker::Failure::Kind::ServerError));
  CHECK(pulled.error().message.find("connection refused") != std::string::npos);
  CHECK_FALSE(require(live::engine().find_image("127.0.0.1:1/nothing:here")).has_value());
}

TEST_CASE("what the daemon refuses is a failure of its kind, in its words") {
  live::Instance const instance;
  docker::ContainerSpec spec = instance.spec("one");
  spec.entry_point = idle;
  std::string const id = require(live::engine().create(spec));

  auto const again = live::engine().create(spec);
  REQUIRE_FALSE(again.has_value());
  CHECK((again.error().kind == docker::Failure::Kind::Conflict));
  CHECK(again.error().message.find("is already in use by container \"" + id + "\"") != std::string::npos);

  spec = instance.spec("two");
  spec.image = "neargate-test/absent:1";
  auto const absent = live::engine().create(spec);
  REQUIRE_FALSE(absent.has_value());
  CHECK((absent.error().kind == docker::Failure::Kind::NotFound));
  CHECK(absent.error().message == "No such image: neargate-test/absent:1");

  spec = instance.spec("three");
  spec.entry_point = std::vector<std::string>{"/no/such/program"};
  std::string const broken = require(live::engine().create(spec));
  auto const started = live::engine().start(broken);
  REQUIRE_FALSE(started.has_value());
  CHECK((started.error().kind == docker::Failure::Kind::Refused));
  CHECK(started.error().message.find("/no/such/program") != std::string::npos);
  auto const state = inspect(broken);
  CHECK_FALSE(state.error.empty());
  CHECK_FALSE(state.exit_code.has_value());
}

TEST_CASE("an address range is reserved by creating its network") {
  live::Instance const first;
  live::Instance const second;
  auto const one = require(docker::ensure_vpc_network(live::engine(), first.id(), "/one", std::nullopt));
  auto const same = require(docker::ensure_vpc_network(live::engine(), first.id(), "/one", one.subnets[0]));
  CHECK(same.id == one.id);
  CHECK((same.subnets == one.subnets));
  auto const two = require(docker::ensure_vpc_network(live::engine(), second.id(), "/two", std::nullopt));
  CHECK((two.subnets != one.subnets));

  auto const overlapping = live::engine().create_network({"neargate-test-overlap", one.subnets[0], "", {}});
  REQUIRE_FALSE(overlapping.has_value());
  CHECK((overlapping.error().kind == docker::Failure::Kind::Refused));
  CHECK(overlapping.error().message.find("Pool overlaps") != std::string::npos);
  auto const same_name = live::engine().create_network({one.name, "10.99.0.0/24", "", {}});
  REQUIRE_FALSE(same_name.has_value());
  CHECK((same_name.error().kind == docker::Failure::Kind::Conflict));

  live::Instance const third;
  auto const taken = docker::ensure_vpc_network(live::engine(), third.id(), "/three", one.subnets[0]);
  REQUIRE_FALSE(taken.has_value());
  CHECK(taken.error().message.find(one.name) != std::string::npos);
}

TEST_CASE("clean removes what carries the instance's label and nothing else") {
  live::Instance const mine;
  live::Instance const other;
  for (live::Instance const* const instance : {&mine, &other}) {
    auto const network =
        require(docker::ensure_vpc_network(live::engine(), instance->id(), "/d", std::nullopt));
    docker::ContainerSpec spec = instance->spec("idle");
    spec.entry_point = idle;
    spec.network_mode = network.name;
    require(live::engine().start(require(live::engine().create(spec))));
  }
  auto const report = docker::clean(live::engine(), mine.id());
  CHECK(report.failures.empty());
  CHECK((report.containers == std::vector<std::string>{mine.spec("idle").name}));
  CHECK((report.networks == std::vector<std::string>{"neargate-" + mine.id().substr(0, 8)}));
  CHECK(require(live::engine().list(label::instance, mine.id())).empty());

  auto const instances = require(docker::list_instances(live::engine()));
  auto const is_of = [](live::Instance const& instance) {
    return [&instance](docker::Instance const& found) { return found.id == instance.id(); };
  };
  CHECK(std::ranges::none_of(instances, is_of(mine)));
  auto const left = std::ranges::find_if(instances, is_of(other));
  REQUIRE(left != instances.end());
  CHECK((*left == docker::Instance{other.id(), "/d", 1, 1, 0}));
}

TEST_CASE("calls from several threads at once each get their answer") {
  live::Instance const instance;
  docker::ContainerSpec spec = instance.spec("many");
  spec.entry_point = idle;
  std::string const id = require(live::engine().create(spec));
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&right, &id] {
        for (int call = 0; call < 20; ++call) {
          auto const container = live::engine().inspect(id);
          if (container && *container && (*container)->id == id) ++right;
        }
      });
    }
  }
  CHECK(right == 160);
}
