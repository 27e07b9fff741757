#pragma once
// What health checks mean to the service that keeps a task (ecs-services.md "Rolling deployment").

#include <chrono>

#include "domain/task.h"
#include "domain/task_definition.h"

namespace neargate::reconcile {

/// Of a RUNNING task. Without health checks it is Healthy at once: AWS waits 40 s more, no sleep stands in
/// for that here. `Warming`: its checks have not answered, or failed within the grace period.
enum class Fitness { Healthy, Warming, Unhealthy };
Fitness fitness_of(domain::Task const& task, domain::TaskDefinition const* definition,
                   std::chrono::seconds grace, domain::Time now);

}  // namespace neargate::reconcile
