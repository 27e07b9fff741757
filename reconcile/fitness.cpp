#include "reconcile/fitness.h"

#include "domain/task_health.h"

namespace neargate::reconcile {

Fitness fitness_of(domain::Task const& task, domain::TaskDefinition const* definition,
                   std::chrono::seconds grace, domain::Time now) {
  if (definition == nullptr || !domain::has_health_checks(*definition)) return Fitness::Healthy;
  switch (domain::task_health(task, *definition)) {
    case domain::HealthStatus::Healthy:
      return Fitness::Healthy;
    case domain::HealthStatus::Unknown:
      return Fitness::Warming;
    case domain::HealthStatus::Unhealthy:
      return task.started_at && now < *task.started_at + grace ? Fitness::Warming : Fitness::Unhealthy;
  }
  return Fitness::Healthy;
}

}  // namespace neargate::reconcile
