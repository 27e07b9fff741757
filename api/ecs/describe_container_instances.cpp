#include <algorithm>
#include <set>

#include "api/ecs/container_instances.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t instances_max = 100;

/// What an agent would report of its container runtime: here that is this machine's Docker, which runs.
ContainerInstanceHealthStatus health(Call const& call, domain::ContainerInstance const& instance) {
  InstanceHealthCheckResult const runtime{.type = InstanceHealthCheckType::ContainerRuntime,
                                          .status = InstanceHealthCheckState::Ok,
                                          .last_updated = call.clock.now(),
                                          .last_status_change = instance.registered_at};
  return {.overall_status = InstanceHealthCheckState::Ok,
          .details = std::vector<InstanceHealthCheckResult>{runtime}};
}

}  // namespace

DescribeContainerInstancesResponse describe_container_instances(
    Call& call, DescribeContainerInstancesRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  auto const& named = items(request.container_instances);
  if (named.empty()) refuse(client("Container Instances cannot be empty."));
  if (named.size() > instances_max) refuse(invalid("instanceIds can have at most 100 items."));
  auto const includes = [&request](ContainerInstanceField field) {
    auto const& include = items(request.include);
    return std::ranges::find(include, field) != include.end();
  };
  auto const tags = includes(ContainerInstanceField::Tags) ? InstanceTags::Shown : InstanceTags::Hidden;
  auto const fleet = fleet_of(call, cluster.name);

  DescribeContainerInstancesResponse response;
  response.container_instances.emplace();
  response.failures.emplace();
  std::set<std::string> seen;
  for (std::string const& text : named) {
    std::string const arn = instance_failure_arn(call, cluster.name, text);
    if (!seen.insert(arn).second) continue;
    auto const instance = find_instance(call, cluster.name, text);
    if (!instance) {
      response.failures->push_back({.arn = arn, .reason = "MISSING"});
      continue;
    }
    auto view = instance_view(call, *instance, fleet, tags);
    if (includes(ContainerInstanceField::ContainerInstanceHealth))
      view.health_status = health(call, *instance);
    response.container_instances->push_back(std::move(view));
  }
  return response;
}

}  // namespace neargate::api::ecs
