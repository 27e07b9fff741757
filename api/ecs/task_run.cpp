#include "api/ecs/task_run.h"

#include <algorithm>

#include "api/ecs/network_request.h"
#include "api/ecs/overrides.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/placement_request.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/service_rules.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "placement/reservation.h"
#include "state/networks.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

/// Explicit tags win over propagated ones; ECS's own come on top.
std::vector<Tag> tags_of(Call& call, TaskRun const& run, RunTaskRequest const& request) {
  std::vector<Tag> tags;
  if (request.propagate_tags == PropagateTags::TaskDefinition)
    tags = tag_view(state::list_tags(call.db, domain::task_definition_arn(call.scope, run.definition.key)));
  tags = merged_tags(std::move(tags), items(request.tags));
  if (request.enable_ecs_managed_tags.value_or(false))
    tags = merged_tags(std::move(tags), {{.key = "aws:ecs:clusterName", .value = run.cluster.name.text()}});
  return tags;
}

TaskDocument document_of(TaskRun const& run, RunTaskRequest const& request) {
  TaskDocument document{.reference_id = request.reference_id.value_or(""), .tags_settled = true};
  document.echoed.overrides = run.overrides;
  document.echoed.enable_execute_command = request.enable_execute_command.value_or(false);
  if (run.launch.type == domain::LaunchType::Fargate) {
    document.echoed.platform_version = resolved_platform(request.platform_version.value_or(""));
    document.echoed.platform_family = platform_family(run.definition);
  }
  return document;
}

/// The interface of a task stands in the VPC's default group where the request names none.
std::optional<domain::NetworkConfiguration> with_default_group(
    Call& call, std::optional<domain::NetworkConfiguration> network) {
  if (!network || !network->security_groups.empty()) return network;
  for (auto const& group : state::list_security_groups(call.db, call.scope))
    if (group.name == "default") network->security_groups = {group.id};
  return network;
}

std::vector<domain::Subnet> subnets_of(Call& call, TaskRun const& run) {
  std::vector<domain::Subnet> subnets;
  if (!run.order.network) return subnets;
  for (auto const& id : run.order.network->subnets)
    if (auto subnet = state::find_subnet(call.db, call.scope, id)) subnets.push_back(*std::move(subnet));
  return subnets;
}

/// The subnet whose zone has the fewest of this request's tasks: Fargate spreads over the subnets given. On
/// an instance, of the subnets in its zone; the local one stands in all.
std::optional<domain::Subnet> next_subnet(Call& call, TaskRun const& run,
                                          domain::ContainerInstance const* instance) {
  auto subnets = subnets_of(call, run);
  std::string const zone = instance && !instance->is_local ? placement::zone_of(*instance) : "";
  if (!zone.empty())
    std::erase_if(subnets,
                  [&zone](domain::Subnet const& subnet) { return subnet.availability_zone != zone; });
  if (subnets.empty()) return std::nullopt;
  return *std::ranges::min_element(subnets, {}, [&run](domain::Subnet const& subnet) {
    auto const found = run.in_zone.find(subnet.availability_zone);
    return found == run.in_zone.end() ? 0 : found->second;
  });
}

}  // namespace

TaskRun plan_run(Call& call, domain::Cluster const& cluster, RunTaskRequest const& request,
                 Launch (*launch_of)(domain::Cluster const&, RunTaskRequest const&)) {
  TaskRun run{.cluster = cluster,
              .definition = require_active_task_definition(call, *request.task_definition)};
  run.launch = launch_of(cluster, request);
  run.overrides = without_empty_values(request.overrides);
  check(incompatible_launch(run.definition, run.launch.type));
  check(platform_refused(request.platform_version, run.launch.type));
  check(placements_refused(request.placement_constraints, request.placement_strategy, run.launch.type));
  check(overrides_refused(run.overrides, run.definition, run.launch.type));
  check(launch_volumes_refused(request.volume_configurations, run.definition));
  auto const network =
      resolve_network(call, request.network_configuration, run.definition.network_mode, run.launch.type);

  std::string const group = request.group.value_or("");
  run.order = {.cluster = cluster.name,
               .launch_type = run.launch.type,
               .group = group.empty() ? "family:" + run.definition.key.family.text() : group,
               .started_by = request.started_by.value_or(""),
               .network = with_default_group(call, network),
               .overrides = container_overrides(run.overrides),
               .cpu = overridden_cpu(run.overrides),
               .memory_mib = overridden_memory(run.overrides)};
  run.document = document_of(run, request);
  run.tags = tags_of(call, run, request);
  return run;
}

placement::Demand demand_of(Call& call, TaskRun const& run, RunTaskRequest const& request) {
  placement::Demand demand{
      .needs = placement::reservation_of(
          run.definition,
          {.containers = run.order.overrides, .cpu = run.order.cpu, .memory_mib = run.order.memory_mib}),
      .required_attributes = run.definition.required_attributes,
      .constraints = run.definition.placement_constraints,
      .strategy = placement_strategy(request.placement_strategy),
      .group = run.order.group,
      .is_external = run.launch.type == domain::LaunchType::External};
  for (auto& constraint : placement_constraints(request.placement_constraints))
    demand.constraints.push_back(std::move(constraint));
  for (auto const& subnet : subnets_of(call, run)) demand.zones.push_back(subnet.availability_zone);
  return demand;
}

domain::Task start_one(Call& call, TaskRun& run, std::string const& provider,
                       domain::ContainerInstance const* instance) {
  domain::TaskOrder order = run.order;
  order.subnet = next_subnet(call, run, instance);
  std::string const own_zone = instance ? placement::zone_of(*instance) : "";
  // Without a network of its own a task stands where its instance does, and the machine in the region's first
  // zone.
  order.availability_zone = order.subnet       ? order.subnet->availability_zone
                            : own_zone.empty() ? state::availability_zones(call.scope.region).front()
                                               : own_zone;
  ++run.in_zone[order.availability_zone];
  order.capacity_provider = provider;
  if (instance) {
    order.container_instance = instance->key.id;
    order.reservation = placement::reservation_of(
        run.definition, {.containers = order.overrides, .cpu = order.cpu, .memory_mib = order.memory_mib});
  }
  order.document = print_document(run.document);
  auto task = domain::make_task(run.definition, order, call.mint, call.clock.now());
  state::save_task(call.db, task);
  state::set_tags(call.db, domain::task_arn(task.key), tag_list(run.tags));
  return task;
}

}  // namespace neargate::api::ecs
