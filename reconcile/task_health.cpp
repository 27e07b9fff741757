#include "reconcile/task_health.h"

#include <algorithm>

namespace neargate::reconcile {

namespace {

using domain::HealthStatus;

bool is_essential(domain::TaskDefinition const* definition, std::string const& container) {
  if (definition == nullptr) return true;
  auto const recipe =
      std::ranges::find(definition->containers, container, &domain::ContainerDefinition::name);
  return recipe == definition->containers.end() || recipe->essential;
}

bool has_checks(domain::Task const& task, domain::TaskDefinition const* definition) {
  return std::ranges::any_of(task.containers, [definition](domain::Container const& container) {
    return container.health && is_essential(definition, container.name);
  });
}

}  // namespace

HealthStatus health_of(domain::Task const& task, domain::TaskDefinition const* definition) {
  if (!has_checks(task, definition)) return HealthStatus::Unknown;
  auto health = HealthStatus::Healthy;
  for (auto const& container : task.containers) {
    if (!container.health || !is_essential(definition, container.name)) continue;
    if (*container.health == HealthStatus::Unhealthy) return HealthStatus::Unhealthy;
    if (*container.health == HealthStatus::Unknown) health = HealthStatus::Unknown;
  }
  return health;
}

Fitness fitness_of(domain::Task const& task, domain::TaskDefinition const* definition,
                   std::chrono::seconds grace, domain::Time now) {
  if (!has_checks(task, definition)) return Fitness::Healthy;
  switch (health_of(task, definition)) {
    case HealthStatus::Healthy:
      return Fitness::Healthy;
    case HealthStatus::Unknown:
      return Fitness::Warming;
    case HealthStatus::Unhealthy:
      return task.started_at && now < *task.started_at + grace ? Fitness::Warming : Fitness::Unhealthy;
  }
  return Fitness::Healthy;
}

}  // namespace neargate::reconcile
