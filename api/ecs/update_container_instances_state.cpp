#include "api/ecs/container_instances.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t instances_max = 10;

bool may_change(domain::ContainerInstance const& instance) {
  return instance.status == domain::ContainerInstanceStatus::Active ||
         instance.status == domain::ContainerInstanceStatus::Draining;
}

}  // namespace

UpdateContainerInstancesStateResponse update_container_instances_state(
    Call& call, UpdateContainerInstancesStateRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  if (request.status != ContainerInstanceStatus::Active &&
      request.status != ContainerInstanceStatus::Draining)
    refuse(invalid("Container instance status should be one of [ACTIVE,DRAINING]"));
  auto const& named = items(request.container_instances);
  if (named.empty()) refuse(client("Container Instances cannot be empty."));
  if (named.size() > instances_max) refuse(invalid("instanceIds can have at most 10 items."));
  auto const wanted = request.status == ContainerInstanceStatus::Active
                          ? domain::ContainerInstanceStatus::Active
                          : domain::ContainerInstanceStatus::Draining;

  UpdateContainerInstancesStateResponse response;
  response.container_instances.emplace();
  response.failures.emplace();
  auto const fleet = fleet_of(call, cluster.name);
  for (std::string const& text : named) {
    auto instance = find_instance(call, cluster.name, text);
    if (!instance || !may_change(*instance)) {
      response.failures->push_back({.arn = instance_failure_arn(call, cluster.name, text),
                                    .reason = instance ? "INVALID_STATE_TRANSITION" : "MISSING"});
      continue;
    }
    // The planner moves a draining instance's service tasks elsewhere; standalone ones stay.
    if (instance->status != wanted) {
      instance->status = wanted;
      save_change(call, *instance);
    }
    response.container_instances->push_back(instance_view(call, *instance, fleet, InstanceTags::Shown));
  }
  return response;
}

}  // namespace neargate::api::ecs
