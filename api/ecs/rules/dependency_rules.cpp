// dependsOn, time-outs, health checks, restart policies.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "api/ecs/rules/registration.h"

namespace neargate::api::ecs {

namespace {

ContainerDefinition const* find_container(Registration const& request, std::string const& name) {
  auto const& all = containers_of(request);
  auto const found =
      std::ranges::find(all, name, [](auto const& container) { return container.name.value_or(""); });
  return found == all.end() ? nullptr : &*found;
}

/// Is `target` reached from `from` along dependsOn?
bool reaches(Registration const& request, std::string const& from, std::string const& target,
             std::set<std::string>& seen) {
  ContainerDefinition const* const container = find_container(request, from);
  if (container == nullptr || !seen.insert(from).second) return false;
  return std::ranges::any_of(items(container->depends_on), [&](ContainerDependency const& dependency) {
    std::string const next = dependency.container_name.value_or("");
    return next == target || reaches(request, next, target, seen);
  });
}

std::optional<Refusal> dependency_refused(Registration const& request,
                                          ContainerDependency const& dependency) {
  std::string const name = dependency.container_name.value_or("");
  ContainerDefinition const* const other = find_container(request, name);
  // The plus sign really is in AWS's text.
  if (other == nullptr)
    return client(fmt::format("Cannot depend on container + '{}' because it does not exist", name));
  if (dependency.condition == ContainerCondition::Healthy && !other->health_check)
    return client("A dependency container with HEALTHY condition must have health check configured");
  bool const ends = dependency.condition == ContainerCondition::Success ||
                    dependency.condition == ContainerCondition::Complete;
  if (ends && other->essential.value_or(true))
    return client(
        "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container");
  return std::nullopt;
}

struct Bounds {
  char const* name;
  wire::Optional<int> HealthCheck::*member;
  int least, most;
};
constexpr Bounds health_bounds[] = {{"interval", &HealthCheck::interval, 5, 300},
                                    {"timeout", &HealthCheck::timeout, 2, 60},
                                    {"retries", &HealthCheck::retries, 1, 10},
                                    {"startPeriod", &HealthCheck::start_period, 0, 300}};

}  // namespace

std::optional<Refusal> dependencies_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    std::set<std::string> seen;
    if (container.name && reaches(request, *container.name, *container.name, seen))
      return client("Container dependsOn contains a cycle");
  }
  for (auto const& container : containers_of(request))
    for (auto const& dependency : items(container.depends_on))
      if (auto refusal = dependency_refused(request, dependency)) return refusal;
  return std::nullopt;
}

std::optional<Refusal> timeouts_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    if (container.start_timeout && *container.start_timeout < 2)
      return client(fmt::format("Granular start timeout on container '{}' must be at least 2 seconds.",
                                *container.name));
    if (container.stop_timeout && *container.stop_timeout < 2)
      return client(fmt::format("Granular stop timeout on container '{}' must be at least 2 seconds.",
                                *container.name));
    // 120 itself is accepted; startTimeout is not bounded.
    if (requires_fargate(request) && container.stop_timeout.value_or(0) > 120)
      return client(
          "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.");
  }
  return std::nullopt;
}

std::optional<Refusal> health_checks_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    if (!container.health_check) continue;
    for (Bounds const& bounds : health_bounds) {
      auto const& value = (*container.health_check).*(bounds.member);
      // The Go SDK sends unset numbers as 0.
      if (!value || *value == 0) continue;
      if (*value > bounds.most)
        return client(fmt::format(
            "Health check {} must be less than or equal to the maximum allowed value {} for container '{}'",
            bounds.name, bounds.most, *container.name));
      if (*value < bounds.least)
        return client(
            fmt::format("Health check {} must be greater than or equal to the minimum allowed value {} for "
                        "container '{}'",
                        bounds.name, bounds.least, *container.name));
    }
  }
  return std::nullopt;
}

std::optional<Refusal> restart_policies_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    if (!container.restart_policy) continue;
    if (items(container.restart_policy->ignored_exit_codes).size() > 50)
      return client(
          fmt::format("Ignored exit codes can have at most 50 items for container '{}'", *container.name));
    if (container.restart_policy->restart_attempt_period.value_or(0) == 0) continue;
    int const period = *container.restart_policy->restart_attempt_period;
    if (period < 60 || period > 1800)
      return client(fmt::format("Restart attempt period must be between 60 and 1800 for container '{}'",
                                *container.name));
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
