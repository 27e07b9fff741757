#include <algorithm>

#include "api/ecs/container_instances.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/run_task_rules.h"
#include "api/ecs/task_run.h"
#include "api/ecs/task_view.h"
#include "api/ecs/unhonoured.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t instances_max = 10, started_by_length_max = 36;

/// StartTask is RunTask without a choice of place.
RunTaskRequest as_run_task(StartTaskRequest const& request) {
  return {.cluster = request.cluster,
          .enable_ecs_managed_tags = request.enable_ecs_managed_tags,
          .enable_execute_command = request.enable_execute_command,
          .group = request.group,
          .network_configuration = request.network_configuration,
          .overrides = request.overrides,
          .propagate_tags = request.propagate_tags,
          .reference_id = request.reference_id,
          .started_by = request.started_by,
          .tags = request.tags,
          .task_definition = request.task_definition,
          .volume_configurations = request.volume_configurations};
}

Launch on_ec2(domain::Cluster const&, RunTaskRequest const&) { return {.type = domain::LaunchType::Ec2}; }
Launch on_external(domain::Cluster const&, RunTaskRequest const&) {
  return {.type = domain::LaunchType::External};
}

void check_request(StartTaskRequest const& request, RunTaskRequest const& as_run) {
  auto const& named = items(request.container_instances);
  if (named.empty()) refuse(client("Container Instances cannot be empty."));
  if (named.size() > instances_max) refuse(invalid("instanceIds can have at most 10 items."));
  if (request.started_by.value_or("").size() > started_by_length_max)
    refuse(invalid("startedBy longer than 36."));
  check(run_request_refused(as_run));
}

bool is_external(std::optional<domain::ContainerInstance> const& instance) {
  return instance && placement::attribute_of(*instance, "ecs.capability.external");
}

}  // namespace

StartTaskResponse start_task(Call& call, StartTaskRequest const& request) {
  auto const as_run = as_run_task(request);
  check_request(request, as_run);
  auto const cluster = require_cluster(call, request.cluster);
  auto const& named = items(request.container_instances);
  bool const external = is_external(find_instance(call, cluster.name, named.front()));
  TaskRun run = plan_run(call, cluster, as_run, external ? &on_external : &on_ec2);
  auto const demand = demand_of(call, run, as_run);
  auto fleet = fleet_of(call, cluster.name);

  StartTaskResponse response;
  response.tasks.emplace();
  response.failures.emplace();
  for (std::string const& text : named) {
    auto const instance = find_instance(call, cluster.name, text);
    auto const obstacle = instance ? fleet.refusal_of(instance->key.id, demand)
                                   : std::optional(placement::Obstacle{"MISSING", std::nullopt});
    if (obstacle) {
      bool const is_gone = instance && obstacle->reason == "MISSING";  // INACTIVE: no longer of the fleet
      response.failures->push_back({.arn = instance_failure_arn(call, cluster.name, text),
                                    .reason = is_gone ? "INACTIVE" : obstacle->reason});
      continue;
    }
    auto const task = start_one(call, run, "", &*instance);
    fleet.hold(task);
    response.tasks->push_back(task_view(call, task, TaskHealth::Hidden, TaskTags::Shown));
  }
  log_unhonoured_members(call, as_run);
  return response;
}

}  // namespace neargate::api::ecs
