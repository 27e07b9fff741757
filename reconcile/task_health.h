#pragma once
// What health checks say of a task, and what that means to the service that keeps it (ecs-tasks.md "States",
// ecs-services.md "Rolling deployment").

#include <chrono>

#include "domain/task.h"
#include "domain/task_definition.h"

namespace neargate::reconcile {

/// UNHEALTHY if any essential container is; UNKNOWN while one with a check is not yet HEALTHY, or when none
/// has one; else HEALTHY. Without a definition every container counts as essential.
domain::HealthStatus health_of(domain::Task const& task, domain::TaskDefinition const* definition);

/// Of a RUNNING task. Without health checks it is Healthy at once: AWS waits 40 s more, no sleep stands in
/// for that here. `Warming`: its checks have not answered, or failed within the grace period.
enum class Fitness { Healthy, Warming, Unhealthy };
Fitness fitness_of(domain::Task const& task, domain::TaskDefinition const* definition,
                   std::chrono::seconds grace, domain::Time now);

}  // namespace neargate::reconcile
