#include "server/runtime.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <vector>

#include "api/dispatch.h"
#include "docker/address_space.h"
#include "docker/clean.h"
#include "docker/endpoint.h"
#include "docker/http_engine.h"
#include "docker/labels.h"
#include "docker/simulated_engine.h"
#include "reconcile/loop.h"
#include "registry/registry.h"
#include "server/health.h"
#include "server/image_source.h"
#include "server/lifecycle_page.h"
#include "server/scanner.h"
#include "state/instance.h"
#include "state/store.h"

namespace neargate::server {

namespace {

/// Once tasks ran on Docker, a start in memory would take them all for lost.
constexpr char const* runtime_key = "runtime";
constexpr auto retry_pause = std::chrono::seconds{1};
constexpr auto sweep_period = std::chrono::minutes{5};
constexpr auto loop_patience = std::chrono::seconds{5};
constexpr auto stop_grace = std::chrono::seconds{10};
constexpr std::size_t stops_at_once = 16;
placement::Machine const simulated_machine{.cpu = 64 * 1024, .memory_mib = 256 * 1024, .docker_version = ""};

docker::Endpoint docker_endpoint() {
  auto endpoint = docker::Endpoint::from_environment();
  if (!endpoint) throw StartError(endpoint.error().message);
  return std::move(*endpoint);
}

/// Docker refuses a limit above the number of its host's processors; a daemon elsewhere is asked in vain.
std::int64_t host_nano_cpus(docker::Endpoint const& endpoint) {
  return endpoint.unix_socket.empty() ? 0 : sysconf(_SC_NPROCESSORS_ONLN) * std::int64_t{1'000'000'000};
}

/// The simulated daemon has every image: who has no Docker cannot push. With --strict, of the own registry
/// only those that are really there.
reconcile::ImageSource without_missing(reconcile::ImageSource source, docker::SimulatedEngine& engine) {
  return [source = std::move(source), &engine](domain::Scope const& scope, std::string const& image) {
    auto const own = source(scope, image);
    if (!own) return own;
    if (own->digest.empty())
      engine.set_pull_failure(own->pull_reference,
                              fmt::format("manifest for {} not found: manifest unknown: Requested image not "
                                          "found",
                                          own->pull_reference));
    else
      engine.clear_pull_failure(own->pull_reference);
    return own;
  };
}

}  // namespace

Runtime::Runtime(RuntimeSettings settings, state::Store& store, domain::Clock const& clock,
                 domain::Mint& mint, Health& health)
    : settings_(std::move(settings)),
      store_(store),
      clock_(clock),
      mint_(mint),
      health_(health),
      feed_(mint.hex(8), clock) {
  check_choice();
  store_.keep_journal([this](auto const& entries) { feed_.tell_changes(entries); });
}

Runtime::~Runtime() { store_.keep_journal({}); }

/// What can never work is found before the port answers.
void Runtime::check_choice() {
  was_docker_ = fact(runtime_key) == "docker";
  if (settings_.choice == RuntimeChoice::Simulated && was_docker_)
    throw StartError(fmt::format(
        "the tasks of {} run on Docker; choose another --data for --runtime simulated", settings_.data));
  if (settings_.choice == RuntimeChoice::Docker || was_docker_) docker_endpoint();
}

/// Auto asks the daemon, unless the tasks of before can only be found on Docker.
void Runtime::choose_engine() {
  bool simulated = settings_.choice == RuntimeChoice::Simulated;
  if (settings_.choice == RuntimeChoice::Auto && !was_docker_) {
    auto const endpoint = docker::Endpoint::from_environment();
    auto const version = endpoint ? docker::HttpEngine(*endpoint).version() : endpoint.error();
    simulated = !version;
    if (simulated)
      spdlog::warn("Docker does not answer ({}): tasks run in memory only, as with --runtime simulated",
                   version.error().message);
  }
  if (simulated) {
    auto engine = std::make_unique<docker::SimulatedEngine>(clock_, mint_);
    simulation_ = engine.get();
    simulation_->follow_clock();
    engine_ = std::move(engine);
  } else {
    engine_ = std::make_unique<docker::HttpEngine>(docker_endpoint());
  }
  char const* const name = simulated ? "simulated" : "docker";
  health_.set_runtime(name);
  store_.transact([&](state::Database& db) { state::set_fact(db, runtime_key, name); });
  if (settings_.local_instance) measure_machine();
}

/// What EC2 tasks find here. In memory there is no machine: then it is a fixed one, the same for every test.
void Runtime::measure_machine() {
  local_machine_ = simulated_machine;
  if (simulation_) return;
  auto const version = engine_->version();
  constexpr std::int64_t mib = 1024 * 1024;
  auto const memory_mib = sysconf(_SC_PHYS_PAGES) / (mib / sysconf(_SC_PAGESIZE));
  *local_machine_ = {.cpu = static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN) * 1024),
                     .memory_mib = static_cast<int>(memory_mib),
                     .docker_version = version ? version->version : ""};
}

std::optional<std::string> Runtime::fact(char const* key) {
  return store_.read([&](state::Database& db) { return state::find_fact(db, key); });
}

void Runtime::start(std::function<void(Backends const&)> on_ready) {
  thread_ =
      std::jthread([this, on_ready = std::move(on_ready)](std::stop_token stop) { run(stop, on_ready); });
}

void Runtime::run(std::stop_token stop, std::function<void(Backends const&)> const& on_ready) {
  try {
    choose_engine();
    find_cidr(stop);
    if (stop.stop_requested()) return;
    open_backends(on_ready);
    start_loop(stop);
    sweep(stop);
  } catch (std::exception const& error) {
    spdlog::critical("the runtime could not be set up: {}", error.what());
    health_.set_obstacle(fmt::format("the runtime could not be set up: {}", error.what()));
  }
}

/// The first start needs the daemon before any request: the CIDR of the network becomes that of the VPC.
/// Later starts know it, and answer even while the daemon is away.
void Runtime::find_cidr(std::stop_token const& stop) {
  if (fact(state::vpc_cidr_key)) return;
  while (!ensure_network())
    if (!pause(stop, retry_pause)) return;
}

docker::Outcome<docker::NetworkState> Runtime::make_network() {
  return docker::ensure_vpc_network(*engine_, settings_.instance, settings_.data, fact(state::vpc_cidr_key));
}

/// One attempt; an obstacle is told to Health, and to the log when it is a new one.
bool Runtime::ensure_network() {
  auto const network = make_network();
  if (!network) {
    std::string const obstacle = fmt::format("no VPC network: {}", network.error().message);
    if (health_.set_obstacle(obstacle)) spdlog::error("{}; trying again", obstacle);
    return false;
  }
  network_ = network->name;
  store_.transact([&](state::Database& db) {
    if (!state::find_fact(db, state::vpc_cidr_key))
      state::set_fact(db, state::vpc_cidr_key, network->subnets.front());
  });
  health_.set_obstacle({});
  return true;
}

void Runtime::open_backends(std::function<void(Backends const&)> const& on_ready) {
  registry_ = std::make_unique<registry::Registry>(store_, clock_, mint_, settings_.data);
  scanner_ = std::make_unique<Scanner>(*registry_, settings_.scanner);
  registry_->pull_through().set_upstreams(settings_.upstreams);
  registry_->caretaker().start([this](auto const& outcome) { tell_lifecycle(feed_, outcome); });
  registry_http_ = std::make_unique<RegistryHttp>(
      *registry_, RegistryHttpSettings{.default_account = settings_.api.default_account,
                                       .default_region = settings_.api.default_region,
                                       .profile = settings_.registry_profile,
                                       .before_pull = {}});
  api::Settings api = settings_.api;
  api.local_machine = local_machine_;
  dispatch_ = std::make_unique<api::Dispatch>(std::move(api), store_, clock_, mint_, registry_.get(),
                                              api::all_services(), &faults_);
  OwnBackends own{.simulation = simulation_,
                  .faults = &faults_,
                  .feed = &feed_,
                  .store = &store_,
                  .registry = registry_.get(),
                  .wait_until_gone = [this](auto const& names, auto patience) {
                    return wait_until_gone(names, patience);
                  }};
  on_ready({.dispatch = dispatch_.get(), .registry = registry_http_.get(), .own = std::move(own)});
}

/// Before the loop has begun there is nobody to remove anything; it will, as soon as it looks.
std::size_t Runtime::wait_until_gone(std::set<std::string> const& names, std::chrono::milliseconds patience) {
  auto* const loop = running_loop_.load(std::memory_order_acquire);
  return loop ? loop->wait_until_gone(names, patience) : names.size();
}

void Runtime::start_loop(std::stop_token const& stop) {
  while (network_.empty() && !ensure_network())
    if (!pause(stop, retry_pause)) return;
  reconcile::Options options;
  options.stopped_task_ttl = settings_.stopped_task_ttl;
  options.settings = {.instance_id = settings_.instance,
                      .data_label = settings_.data,
                      .vpc_network = network_,
                      .host_nano_cpus = simulation_ ? 0 : host_nano_cpus(docker_endpoint()),
                      .local_machine = local_machine_};
  if (simulation_)
    options.threads = {.pulls = 256, .starts = 256, .stops = 256};  // they wait, and do nothing
  options.restore_network = [this]() -> docker::Outcome<void> {
    auto const network = make_network();
    if (!network) return network.error();
    return {};
  };
  RegistryHosts const hosts{.printed = settings_.api.registry_host, .pulled = settings_.pull_host};
  reconcile::ImageSource images = image_source(*registry_, clock_, hosts);
  if (simulation_ && settings_.api.strict) images = without_missing(std::move(images), *simulation_);
  loop_ = std::make_unique<reconcile::Loop>(std::move(options), store_, *engine_, std::move(images), clock_,
                                            mint_);
  health_.set_watch([loop = loop_.get()] { return loop->degraded(); });
  loop_->start();
  running_loop_.store(loop_.get(), std::memory_order_release);
}

/// Drops stale uploads and unreferenced blobs from time to time.
void Runtime::sweep(std::stop_token const& stop) {
  while (pause(stop, sweep_period)) registry_->sweep();
}

bool Runtime::pause(std::stop_token const& stop, std::chrono::milliseconds length) {
  std::unique_lock lock(mutex_);
  stopping_.wait_for(lock, stop, length, [] { return false; });
  return !stop.stop_requested();
}

bool Runtime::stop(OnExit on_exit) {
  thread_ = {};  // asks it to stop, and joins
  health_.set_watch({});
  if (simulation_) simulation_->end_waits();
  bool const quiet = !loop_ || loop_->stop(loop_patience);
  if (on_exit == OnExit::Stop && engine_) stop_containers();
  return quiet || loop_->stop({});
}

/// Every container gets its SIGTERM, many at a time, before what is left is removed.
void Runtime::stop_containers() {
  auto const listed = engine_->list(docker::label::instance, settings_.instance);
  if (!listed) {
    spdlog::error("containers were left running: {}", listed.error().message);
    return;
  }
  std::vector<std::string> running;
  for (auto const& container : *listed)
    if (container.state == docker::RunState::Running) running.push_back(container.id);
  for (std::size_t begin = 0; begin < running.size(); begin += stops_at_once) {
    std::vector<std::future<docker::Outcome<void>>> stops;
    for (std::size_t i = begin; i < std::min(running.size(), begin + stops_at_once); ++i)
      stops.push_back(
          std::async(std::launch::async, [this, id = running[i]] { return engine_->stop(id, stop_grace); }));
  }
  auto const report = docker::clean(*engine_, settings_.instance);
  spdlog::info("stopped and removed {} containers and {} networks", report.containers.size(),
               report.networks.size());
  for (std::string const& failure : report.failures) spdlog::error("not removed: {}", failure);
}

}  // namespace neargate::server
