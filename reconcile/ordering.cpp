#include "reconcile/ordering.h"

#include <fmt/format.h>

#include <algorithm>

namespace neargate::reconcile {

namespace {

using domain::ContainerStatus;
using domain::DependencyCondition;
using Kind = Readiness::Kind;

domain::ContainerDefinition const* find_definition(domain::TaskDefinition const& definition,
                                                   std::string const& name) {
  auto const found = std::ranges::find(definition.containers, name, &domain::ContainerDefinition::name);
  return found == definition.containers.end() ? nullptr : &*found;
}

Readiness waits_for(domain::Dependency const& dependency, domain::ContainerDefinition const* its_definition,
                    domain::Container const& target, docker::ContainerState const* state, domain::Time now) {
  Readiness answer{.kind = Kind::Waits,
                   .reason = fmt::format("container {} waits for {}", target.name, dependency.container)};
  // startTimeout of the dependency is what its dependants wait (ecs-task-runtime.md "Order, time-outs").
  if (its_definition == nullptr || !its_definition->start_timeout || state == nullptr || !state->started_at)
    return answer;
  domain::Time const deadline = *state->started_at + *its_definition->start_timeout;
  if (now < deadline) {
    answer.deadline = deadline;
    return answer;
  }
  return {.kind = Kind::Impossible,
          .reason = fmt::format(
              "dependency graph: container ordering dependency [{}] for target [{}] has timed out.",
              dependency.container, target.name)};
}

/// One dependency. A dependency that failed to start stops the whole task, so it is not looked for here.
Readiness meets(domain::Dependency const& dependency, domain::ContainerDefinition const* its_definition,
                domain::Container const& on, domain::Container const& target,
                docker::ContainerState const* state) {
  bool const has_exited = on.status == ContainerStatus::Stopped;
  Readiness const ready, waits{.kind = Kind::Waits};
  switch (dependency.condition) {
    case DependencyCondition::Start:
      return on.status != ContainerStatus::Pending ? ready : waits;
    case DependencyCondition::Complete:
      return has_exited ? ready : waits;
    case DependencyCondition::Success:
      if (!has_exited) return waits;
      if (on.exit_code == 0) return ready;
      return {
          .kind = Kind::Impossible,
          .reason = fmt::format("dependency graph: failed to resolve container ordering dependency [{}] for "
                                "target [{}] as dependency did not exit successfully.",
                                on.name, target.name)};
    case DependencyCondition::Healthy:
      if (has_exited)
        return {.kind = Kind::Impossible,
                .reason =
                    fmt::format("dependency graph: failed to resolve container ordering dependency [{}] for "
                                "target [{}] because dependency will never start",
                                on.name, target.name)};
      if (on.status != ContainerStatus::Running || state == nullptr) return waits;
      // Registered before a health check was asked for with HEALTHY: running is all there is.
      if (its_definition == nullptr || !its_definition->health_check) return ready;
      return state->health == docker::Health::Healthy ? ready : waits;
  }
  return waits;
}

}  // namespace

domain::Container const* find_container(domain::Task const& task, std::string const& name) {
  auto const found = std::ranges::find(task.containers, name, &domain::Container::name);
  return found == task.containers.end() ? nullptr : &*found;
}

docker::ContainerState const* find_container(Observed const& observed, std::string const& docker_name) {
  auto const found = observed.containers.find(docker_name);
  return found == observed.containers.end() ? nullptr : &found->second;
}

std::optional<Step> find_in_flight(Observed const& observed, std::string const& docker_name) {
  auto const found = observed.in_flight.find(docker_name);
  if (found == observed.in_flight.end()) return std::nullopt;
  return found->second;
}

Readiness readiness(domain::Task const& task, domain::TaskDefinition const& definition,
                    domain::ContainerDefinition const& container, Observed const& observed,
                    domain::Time now) {
  domain::Container const* const target = find_container(task, container.name);
  Readiness answer;
  for (auto const& dependency : container.depends_on) {
    domain::Container const* const on = find_container(task, dependency.container);
    if (on == nullptr || target == nullptr) continue;  // RegisterTaskDefinition refuses unknown names
    docker::ContainerState const* const state = find_container(observed, on->docker_name);
    auto const* const its_definition = find_definition(definition, on->name);
    Readiness met = meets(dependency, its_definition, *on, *target, state);
    if (met.kind == Kind::Waits) met = waits_for(dependency, its_definition, *target, state, now);
    if (met.kind == Kind::Impossible) return met;
    if (met.kind == Kind::Waits && answer.kind == Kind::Ready) answer = met;
  }
  return answer;
}

bool is_alive(std::string const& docker_name, Observed const& observed) {
  if (find_in_flight(observed, docker_name) == Step::Start) return true;
  docker::ContainerState const* const state = find_container(observed, docker_name);
  if (state == nullptr) return false;
  using enum docker::RunState;
  return state->state == Running || state->state == Paused || state->state == Restarting;
}

bool has_live_dependants(domain::Task const& task, domain::TaskDefinition const& definition,
                         std::string const& container, Observed const& observed) {
  return std::ranges::any_of(definition.containers, [&](domain::ContainerDefinition const& other) {
    bool const depends = std::ranges::find(other.depends_on, container, &domain::Dependency::container) !=
                         other.depends_on.end();
    domain::Container const* const instance = find_container(task, other.name);
    return depends && instance != nullptr && is_alive(instance->docker_name, observed);
  });
}

}  // namespace neargate::reconcile
