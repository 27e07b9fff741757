#include <algorithm>

#include "api/ecs/container_instances.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "domain/lifecycle.h"
#include "gen/ecs/operations.h"
#include "state/container_instances.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

/// With force: the scheduler starts others for a service's tasks, and these end. Standalone ones run on,
/// orphaned (DeregisterContainerInstance).
void end_service_tasks(Call& call, std::vector<domain::Task> const& tasks) {
  for (domain::Task task : tasks) {
    if (!task.service || task.desired_status == domain::DesiredStatus::Stopped) continue;
    domain::request_stop(task, domain::StopCode::TerminationNotice,
                         "Container instance deregistration forced by user", call.clock.now());
    state::save_task(call.db, task);
  }
}

}  // namespace

DeregisterContainerInstanceResponse deregister_container_instance(
    Call& call, DeregisterContainerInstanceRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  auto instance = require_container_instance(call, cluster, request.container_instance.value_or(""));
  auto tasks = state::list_live_tasks_in(call.db, call.scope, cluster.name);
  std::erase_if(tasks, [&](domain::Task const& task) { return task.container_instance != instance.key.id; });
  if (!tasks.empty() && !request.force.value_or(false))
    refuse(invalid("Found running tasks on the instance."));
  end_service_tasks(call, tasks);

  auto const fleet = fleet_of(call, cluster.name);
  instance.status = domain::ContainerInstanceStatus::Inactive;
  instance.agent_connected = false;
  save_change(call, instance);
  return {.container_instance = instance_view(call, instance, fleet, InstanceTags::Shown)};
}

}  // namespace neargate::api::ecs
