// neargate: config in, objects built, wires joined, run. Read this first.

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include "docker/endpoint.h"
#include "docker/http_engine.h"
#include "domain/clock.h"
#include "domain/mint.h"
#include "server/clean_command.h"
#include "server/config.h"
#include "server/data_lock.h"
#include "server/health.h"
#include "server/listener.h"
#include "server/readiness.h"
#include "server/request_log.h"
#include "server/routes.h"
#include "server/runtime.h"
#include "state/instance.h"
#include "state/store.h"

namespace neargate::server {

namespace {

constexpr auto drain_time = std::chrono::seconds{10};
constexpr rlim_t descriptors_wanted = 65536;

/// SIGTERM, SIGINT and SIGHUP wait in line until main asks for them; threads inherit the mask.
sigset_t hold_back_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is an error like a full disk, not the end
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGHUP);  // the terminal went; under nohup it is ignored and stays so
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  return ending;
}

/// Each connection and each blob in flight is a descriptor; common soft limits are 1024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(descriptors_wanted, limit.rlim_max));
  setrlimit(RLIMIT_NOFILE, &limit);
}

/// Ours alone: the secret that signs registry passwords lies there.
void make_data_directory(std::filesystem::path const& directory) {
  if (std::filesystem::create_directories(directory))
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all);
}

DataLock lock_data(std::string const& data, std::string const& instance) {
  auto lock = DataLock::acquire(lock_file_of(data, instance));
  if (!lock)
    throw StartError(fmt::format("another neargate serves {}; choose another --data or stop it", data));
  return std::move(*lock);
}

std::string instance_of(state::Store& store, domain::Mint& mint) {
  return store.transact([&](state::Database& db) {
    if (auto known = state::find_fact(db, state::instance_id_key)) return *known;
    std::string const instance = mint.uuid();
    state::set_fact(db, state::instance_id_key, instance);
    return instance;
  });
}

RuntimeSettings runtime_settings(ServeConfig const& config, std::string const& instance,
                                 Address const& address) {
  RuntimeSettings settings{.instance = instance,
                           .data = config.data,
                           .choice = config.runtime,
                           .local_instance = !config.no_local_instance,
                           .api = {},
                           .stopped_task_ttl = config.stopped_task_ttl,
                           .pull_host = registry_host_of(address),
                           .registry_profile = config.registry_profile,
                           .scanner = config.scanner,
                           .upstreams = config.upstreams};
  settings.api.default_account = config.account;
  settings.api.default_region = config.region;
  settings.api.strict = config.strict;
  settings.api.registry_host = config.registry_host.value_or(registry_host_of(address));
  settings.api.data_dir = config.data;
  return settings;
}

/// Waits for the first of them; after it the next one ends the process at once.
void wait_for_end(sigset_t const& ending) {
  int signal = 0;
  sigwait(&ending, &signal);
  spdlog::info("stopping on SIG{}; a second signal ends it at once", sigabbrev_np(signal));
  pthread_sigmask(SIG_UNBLOCK, &ending, nullptr);
}

int serve(ServeConfig const& config) {
  open_log(config.log_level);
  raise_descriptor_limit();
  sigset_t const ending = hold_back_signals();

  domain::SystemClock const clock;
  domain::Mint mint(domain::Mint::entropy_seed());
  bool const in_directory = config.data != in_memory;
  if (in_directory) make_data_directory(config.data);
  auto directory_lock = in_directory ? std::optional(lock_data(config.data, {})) : std::nullopt;
  state::Store store(config.data);
  std::string const instance = instance_of(store, mint);
  auto memory_lock = in_directory ? std::nullopt : std::optional(lock_data(config.data, instance));

  Listener listener(config.listen, Limits{});
  Address const address = listener.address();
  Health health(instance);
  Runtime runtime(runtime_settings(config, instance, address), store, clock, mint, health);
  Routes routes(HostList({config.listen.host, config.registry_host.value_or("localhost")}), health, mint);
  Readiness readiness;

  listener.start(routes, readiness);
  fmt::print("listening on http://{}\n", address.text());
  std::fflush(stdout);
  if (!address.is_loopback())
    spdlog::warn("{} can be reached from other machines: whoever can connect can start containers here",
                 address.text());
  runtime.start([&](Backends const& backends) {
    routes.connect(backends);
    health.set_ready();
    readiness.set_ready();
  });

  wait_for_end(ending);
  if (auto const cut_off = listener.stop(drain_time); cut_off > 0)
    spdlog::warn("{} connections were cut off: their requests took longer than {} s", cut_off,
                 drain_time.count());
  bool const quiet = runtime.stop(config.on_exit_or_default());
  if (!in_directory) std::filesystem::remove(lock_file_of(config.data, instance));
  spdlog::info("stopped");
  if (!quiet) std::_Exit(0);  // pulls under way would hold us up for as long as they take
  return 0;
}

int clean_up(CleanConfig const& config) {
  auto endpoint = docker::Endpoint::from_environment();
  if (!endpoint) throw StartError(endpoint.error().message);
  docker::HttpEngine engine(std::move(*endpoint));
  return clean(config, engine);
}

struct Run {
  int operator()(ServeConfig const& config) const { return serve(config); }
  int operator()(CleanConfig const& config) const { return clean_up(config); }
  int operator()(EnvConfig const& config) const { return print(export_lines(config)); }
  int operator()(PrintText const& text) const { return print(text.text); }
  static int print(std::string const& text) { return std::fputs(text.c_str(), stdout) < 0 ? 1 : 0; }
};

int fail(int status, char const* reason) {
  fmt::print(stderr, "neargate: {}\n", reason);
  return status;
}

}  // namespace

}  // namespace neargate::server

int main(int argc, char** argv) {
  using namespace neargate;
  try {
    std::vector<std::string> const words(argv + 1, argv + argc);
    return std::visit(server::Run{}, server::parse_command(words, server::process_environment()));
  } catch (server::UsageError const& error) {
    return server::fail(2, error.what());
  } catch (std::exception const& error) {
    return server::fail(1, error.what());
  }
}
