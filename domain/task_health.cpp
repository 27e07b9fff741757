#include "domain/task_health.h"

#include <algorithm>

namespace neargate::domain {

namespace {

bool speaks_for_task(ContainerDefinition const& recipe) {
  return recipe.essential && recipe.health_check.has_value();
}

}  // namespace

bool has_health_checks(TaskDefinition const& definition) {
  return std::ranges::any_of(definition.containers, speaks_for_task);
}

HealthStatus task_health(Task const& task, TaskDefinition const& definition) {
  if (!has_health_checks(definition)) return HealthStatus::Unknown;
  bool all_healthy = true;
  for (ContainerDefinition const& recipe : definition.containers) {
    if (!speaks_for_task(recipe)) continue;
    auto const container = std::ranges::find(task.containers, recipe.name, &Container::name);
    auto const health = container == task.containers.end() ? std::nullopt : container->health;
    if (health == HealthStatus::Unhealthy) return HealthStatus::Unhealthy;
    all_healthy = all_healthy && health == HealthStatus::Healthy;
  }
  return all_healthy ? HealthStatus::Healthy : HealthStatus::Unknown;
}

}  // namespace neargate::domain
