#pragma once
// What runs tasks, set up behind the open port: the engine is chosen, its network made, the registry opened,
// the reconciler started. Each obstacle is told to Health and tried again; only what can never work is
// thrown.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>

#include "api/call.h"
#include "api/faults.h"
#include "docker/engine.h"
#include "domain/clock.h"
#include "domain/mint.h"
#include "placement/local_instance.h"
#include "server/config.h"
#include "server/event_feed.h"
#include "server/registry_http.h"
#include "server/routes.h"

namespace neargate::docker {
class SimulatedEngine;
}
namespace neargate::reconcile {
class Loop;
}
namespace neargate::registry {
class Registry;
}
namespace neargate::state {
class Store;
}

namespace neargate::server {

class Health;
class Scanner;

/// The server cannot start: one line for the person, exit status 1.
struct StartError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct RuntimeSettings {
  std::string instance;
  std::string data;  ///< directory or ":memory:", also the label that `neargate clean` reads
  RuntimeChoice choice = RuntimeChoice::Auto;
  bool local_instance = true;  ///< offer this machine to EC2 tasks where no instance is registered
  api::Settings api;
  std::chrono::seconds stopped_task_ttl{std::chrono::hours{1}};
  std::string pull_host;  ///< 127.0.0.1:PORT, where the daemon reaches the registry
  registry::Profile registry_profile = registry::Profile::Ecr;
  std::string scanner;                                ///< the command that scans images; "" = none
  std::map<std::string, std::string> upstreams = {};  ///< addresses of pull-through caches' upstreams
};

class Runtime final {
 public:
  /// Throws StartError: a data directory of another runtime, a DOCKER_HOST that cannot be used.
  Runtime(RuntimeSettings settings, state::Store& store, domain::Clock const& clock, domain::Mint& mint,
          Health& health);
  ~Runtime();
  Runtime(Runtime const&) = delete;
  Runtime& operator=(Runtime const&) = delete;

  /// Sets up on a thread of its own; calls `on_ready` once requests can be answered.
  void start(std::function<void(Backends const&)> on_ready);
  /// Ends the reconciler and, with OnExit::Stop, this instance's containers and network. False: Docker calls
  /// are still under way; then end the process without destroying anything, the next start picks up there.
  bool stop(OnExit on_exit);

 private:
  void run(std::stop_token stop, std::function<void(Backends const&)> const& on_ready);
  void check_choice();
  void choose_engine();
  void measure_machine();
  std::optional<std::string> fact(char const* key);
  void open_backends(std::function<void(Backends const&)> const& on_ready);
  std::size_t wait_until_gone(std::set<std::string> const& names, std::chrono::milliseconds patience);
  void find_cidr(std::stop_token const& stop);
  void start_loop(std::stop_token const& stop);
  bool ensure_network();
  docker::Outcome<docker::NetworkState> make_network();
  void sweep(std::stop_token const& stop);
  void stop_containers();
  /// False when it is time to stop.
  bool pause(std::stop_token const& stop, std::chrono::milliseconds length);

  RuntimeSettings const settings_;
  state::Store& store_;
  domain::Clock const& clock_;
  domain::Mint& mint_;
  Health& health_;
  bool was_docker_ = false;                          ///< this data directory's tasks ran on Docker before
  docker::SimulatedEngine* simulation_ = nullptr;    ///< the engine, when it is that
  std::optional<placement::Machine> local_machine_;  ///< offered to EC2 tasks
  std::string network_;                              ///< Docker's name of the VPC network, once it is there
  api::Faults faults_;
  EventFeed feed_;
  std::unique_ptr<docker::Engine> engine_;
  std::unique_ptr<registry::Registry> registry_;
  std::unique_ptr<Scanner> scanner_;
  std::unique_ptr<RegistryHttp> registry_http_;
  std::unique_ptr<api::Dispatch> dispatch_;
  std::unique_ptr<reconcile::Loop> loop_;
  std::atomic<reconcile::Loop*> running_loop_ = nullptr;  ///< for requests, which come before it and with it
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace neargate::server
