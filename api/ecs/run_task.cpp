#include <algorithm>
#include <map>

#include "api/ecs/documents.h"
#include "api/ecs/launch.h"
#include "api/ecs/network_request.h"
#include "api/ecs/overrides.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/capacity_rules.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/run_task_rules.h"
#include "api/ecs/rules/service_rules.h"
#include "api/ecs/run_token.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_view.h"
#include "api/ecs/unhonoured.h"
#include "domain/arn.h"
#include "domain/new_task.h"
#include "gen/ecs/operations.h"
#include "state/networks.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

/// Everything that the tasks of one request share.
struct Run {
  domain::Cluster cluster;
  domain::TaskDefinition definition;
  Launch launch;
  TaskOverride overrides;
  domain::TaskOrder order;
  TaskDocument document;
  std::vector<Tag> tags;
};

/// Explicit tags win over propagated ones; ECS's own come on top.
std::vector<Tag> tags_of(Call& call, Run const& run, RunTaskRequest const& request) {
  std::vector<Tag> tags;
  if (request.propagate_tags == PropagateTags::TaskDefinition)
    tags = tag_view(state::list_tags(call.db, domain::task_definition_arn(call.scope, run.definition.key)));
  tags = merged_tags(std::move(tags), items(request.tags));
  if (request.enable_ecs_managed_tags.value_or(false))
    tags = merged_tags(std::move(tags), {{.key = "aws:ecs:clusterName", .value = run.cluster.name.text()}});
  return tags;
}

TaskDocument document_of(Run const& run, RunTaskRequest const& request) {
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

Run plan_run(Call& call, domain::Cluster const& cluster, RunTaskRequest const& request) {
  Run run{.cluster = cluster, .definition = require_active_task_definition(call, *request.task_definition)};
  run.launch = resolve_launch(cluster, request.launch_type, request.capacity_provider_strategy);
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

/// The subnet whose zone has the fewest of this request's tasks: Fargate spreads over the subnets given.
std::optional<domain::Subnet> next_subnet(Call& call, Run const& run, std::map<std::string, int>& in_zone) {
  if (!run.order.network) return std::nullopt;
  std::vector<domain::Subnet> subnets;
  for (auto const& id : run.order.network->subnets)
    if (auto subnet = state::find_subnet(call.db, call.scope, id)) subnets.push_back(*std::move(subnet));
  auto const best = std::ranges::min_element(
      subnets, {}, [&](domain::Subnet const& subnet) { return in_zone[subnet.availability_zone]; });
  ++in_zone[best->availability_zone];
  return *best;
}

domain::Task start_task(Call& call, Run& run, std::string const& provider,
                        std::map<std::string, int>& in_zone) {
  run.order.subnet = next_subnet(call, run, in_zone);
  // Without a network of its own a task stands on this machine, and the machine in the region's first zone.
  run.order.availability_zone = run.order.subnet ? run.order.subnet->availability_zone
                                                 : state::availability_zones(call.scope.region).front();
  if (!provider.empty()) run.document.echoed.capacity_provider_name = provider;
  run.order.document = print_document(run.document);
  auto task = domain::make_task(run.definition, run.order, call.mint, call.clock.now());
  state::save_task(call.db, task);
  state::set_tags(call.db, domain::task_arn(task.key), tag_list(run.tags));
  return task;
}

}  // namespace

RunTaskResponse run_task(Call& call, RunTaskRequest const& request) {
  check(run_request_refused(request));
  auto const cluster = require_cluster(call, request.cluster);
  RunToken token(call, cluster.name, request);
  std::vector<domain::Task> tasks = token.repeated();
  if (!token.is_repeated()) {
    Run run = plan_run(call, cluster, request);
    int const count = std::max(1, request.count.value_or(1));
    auto const providers = spread_over_providers(run.launch.strategy, count);
    std::map<std::string, int> in_zone;
    for (int i = 0; i < count; ++i)
      tasks.push_back(
          start_task(call, run, providers.empty() ? "" : providers[static_cast<std::size_t>(i)], in_zone));
    token.remember(tasks);
    log_unhonoured_members(call, request);
  }
  RunTaskResponse response;
  response.tasks.emplace();
  response.failures.emplace();
  for (auto const& task : tasks)
    response.tasks->push_back(task_view(call, task, TaskHealth::Hidden, TaskTags::Shown));
  return response;
}

}  // namespace neargate::api::ecs
