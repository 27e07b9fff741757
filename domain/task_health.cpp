#include "domain/task_health.h"

#include <algorithm>

namespace neargate::domain {

HealthStatus task_health(Task const& task, TaskDefinition const& definition) {
  bool any_check = false, all_healthy = true;
  for (ContainerDefinition const& recipe : definition.containers) {
    if (!recipe.essential || !recipe.health_check) continue;
    any_check = true;
    auto const container = std::ranges::find(task.containers, recipe.name, &Container::name);
    auto const health = container == task.containers.end() ? std::nullopt : container->health;
    if (health == HealthStatus::Unhealthy) return HealthStatus::Unhealthy;
    all_healthy = all_healthy && health == HealthStatus::Healthy;
  }
  return any_check && all_healthy ? HealthStatus::Healthy : HealthStatus::Unknown;
}

}  // namespace neargate::domain
