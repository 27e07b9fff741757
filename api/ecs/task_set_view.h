#pragma once
// Task sets as answers show them (ecs-services.md "Task sets").

#include <map>

#include "api/call.h"
#include "api/ecs/service_view.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

using TaskCountsById = std::map<domain::DeploymentId, state::TaskCounts>;

TaskSet task_set_view(Call& call, domain::ServiceKey const& key, domain::TaskSet const& set,
                      TaskCountsById const& counts, ServiceTags tags);

}  // namespace neargate::api::ecs
