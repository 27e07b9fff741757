#include "server/clean_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "docker/clean.h"
#include "server/data_lock.h"

namespace neargate::server {

namespace {

/// Keeps a server from starting on the directory while it is cleaned; free to pass where there is none.
struct Hold {
  bool running = false;
  std::optional<DataLock> lock;
};

Hold hold(docker::Instance const& instance) {
  std::filesystem::path const file = lock_file_of(instance.data_directory, instance.id);
  if (is_held(file)) return {.running = true, .lock = {}};
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return {};
  auto lock = DataLock::acquire(file);
  return {.running = !lock.has_value(), .lock = std::move(lock)};
}

void print_names(char const* kind, std::vector<std::string> const& names) {
  for (std::string const& name : names) fmt::print("removed {} {}\n", kind, name);
}

/// Number of things that could not be removed.
std::size_t clean_instance(docker::Engine& engine, docker::Instance const& instance) {
  docker::CleanReport const report = docker::clean(engine, instance.id);
  print_names("container", report.containers);
  print_names("network", report.networks);
  print_names("volume", report.volumes);
  for (std::string const& failure : report.failures) fmt::print(stderr, "neargate: {}\n", failure);
  fmt::print("cleaned up after the neargate of {} (instance {})\n", instance.data_directory, instance.id);
  if (instance.data_directory == in_memory) {
    std::error_code ignored;
    std::filesystem::remove(lock_file_of(in_memory, instance.id), ignored);
  }
  return report.failures.size();
}

}  // namespace

int clean(CleanConfig const& config, docker::Engine& engine) {
  if (config.data && *config.data != in_memory && is_held(lock_file_of(*config.data, {}))) {
    fmt::print(stderr, "neargate: a server still runs on {}; stop it first\n", *config.data);
    return 1;
  }
  auto const found = docker::list_instances(engine);
  if (!found) {
    fmt::print(stderr, "neargate: Docker does not answer: {}\n", found.error().message);
    return 1;
  }
  std::size_t failures = 0, cleaned = 0;
  for (docker::Instance const& instance : *found) {
    // Without its directory nobody can tell whether an instance is dead.
    if (instance.data_directory.empty()) continue;
    if (config.data && instance.data_directory != *config.data) continue;
    Hold const held = hold(instance);
    if (held.running) continue;
    failures += clean_instance(engine, instance);
    ++cleaned;
  }
  if (cleaned == 0) fmt::print("nothing to clean up\n");
  return failures == 0 ? 0 : 1;
}

}  // namespace neargate::server
