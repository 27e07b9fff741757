#pragma once
// A task's health, from its containers' (ecs-tasks.md "States").

#include "domain/task.h"
#include "domain/task_definition.h"

namespace neargate::domain {

/// Of essential containers; those of others do not count for the task.
bool has_health_checks(TaskDefinition const& definition);

/// UNHEALTHY if any essential container is; else UNKNOWN while one with a check is not yet HEALTHY, or when
/// none has a check; else HEALTHY. Containers without a check do not count.
HealthStatus task_health(Task const& task, TaskDefinition const& definition);

}  // namespace neargate::domain
