#pragma once
// What RunTask and StartTask share: a request becomes everything that its tasks have in common; then one task
// after another is made of it.

#include <map>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/ecs/documents.h"
#include "api/ecs/launch.h"
#include "domain/cluster.h"
#include "domain/new_task.h"
#include "domain/task_definition.h"
#include "gen/ecs/shapes.h"
#include "placement/fleet.h"

namespace neargate::api::ecs {

struct TaskRun {
  domain::Cluster cluster;
  domain::TaskDefinition definition;
  Launch launch;
  TaskOverride overrides;
  domain::TaskOrder order;
  TaskDocument document;
  std::vector<Tag> tags;
  std::map<std::string, int> in_zone;  ///< tasks of this request, by availability zone
};

/// Throws what AWS answers to a request that cannot be carried out at all. `launch_of` is asked once the
/// definition is known.
TaskRun plan_run(Call& call, domain::Cluster const& cluster, RunTaskRequest const& request,
                 Launch (*launch_of)(domain::Cluster const&, RunTaskRequest const&));

/// What the request asks of a container instance.
placement::Demand demand_of(Call& call, TaskRun const& run, RunTaskRequest const& request);

/// Makes and stores one task; without an instance it is Fargate's.
domain::Task start_one(Call& call, TaskRun& run, std::string const& provider,
                       domain::ContainerInstance const* instance);

}  // namespace neargate::api::ecs
