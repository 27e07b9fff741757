#include <algorithm>

#include "api/ecs/network_request.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/service_rules.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_set_view.h"
#include "api/ecs/task_sets.h"
#include "api/ecs/unhonoured.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t task_sets_max = 5, token_length_max = 36;

std::optional<domain::TaskSet> find_repeated(domain::Service const& service,
                                             CreateTaskSetRequest const& request, std::string const& text) {
  std::string const token = request.client_token.value_or("");
  if (token.empty()) return std::nullopt;
  for (domain::TaskSet const& set : service.task_sets) {
    TaskSetDocument const document = task_set_document(set.document);
    if (document.client_token != token) continue;
    if (document.request != text) refuse(invalid("Creation of task set was not idempotent."));
    return set;
  }
  return std::nullopt;
}

void check_request(CreateTaskSetRequest const& request) {
  if (request.task_definition.value_or("").empty()) refuse(invalid("TaskDefinition can not be blank."));
  check(client_token_refused(request.client_token, token_length_max));
  check(scale_refused(request.scale));
  if (items(request.service_registries).size() > 1)
    refuse(invalid("service registries can have at most 1 items."));
  for (LoadBalancer const& balancer : items(request.load_balancers))
    if (!balancer.load_balancer_name.value_or("").empty())
      refuse(
          invalid("Classic Load Balancers are not supported with the EXTERNAL deployment controller. Use a "
                  "target group."));
  check(tags_refused(request.tags));
}

TaskSetOrder make_order(Call& call, domain::Service const& service, CreateTaskSetRequest const& request,
                        std::string text) {
  auto const cluster = require_cluster(call, request.cluster);
  TaskSetOrder order{.definition = require_active_task_definition(call, *request.task_definition)};
  order.launch = resolve_launch(cluster, request.launch_type, request.capacity_provider_strategy);
  Service const echoed = service_document(service.document).echoed;
  check(incompatible_launch(order.definition, order.launch.type));
  check(platform_refused(request.platform_version, order.launch.type));
  check(placements_refused(echoed.placement_constraints, echoed.placement_strategy, order.launch.type));
  check(load_balancers_refused(items(request.load_balancers), order.definition, order.launch.type));
  check(registries_refused(items(request.service_registries), order.definition));
  order.network =
      resolve_network(call, request.network_configuration, order.definition.network_mode, order.launch.type);
  order.platform_version = request.platform_version.value_or("");
  if (request.scale) order.scale_percent = request.scale->value.value_or(100);
  order.document.client_token = request.client_token.value_or("");
  order.document.request = std::move(text);
  order.document.echoed.external_id = request.external_id;
  order.document.echoed.load_balancers = request.load_balancers;
  order.document.echoed.service_registries = request.service_registries;
  return order;
}

}  // namespace

CreateTaskSetResponse create_task_set(Call& call, CreateTaskSetRequest const& request) {
  domain::Service service = require_external_service(call, request.cluster, request.service.value_or(""));
  check_request(request);
  CreateTaskSetRequest same_names = request;
  same_names.cluster = service.key.cluster.text();
  same_names.service = service.key.name.text();
  std::string text = canonical_text(std::move(same_names));
  auto const counts = [&] { return state::count_tasks_by_deployment(call.db, service.key); };
  if (auto const repeated = find_repeated(service, request, text))
    return {.task_set = task_set_view(call, service.key, *repeated, counts(), ServiceTags::Shown)};
  // Those that drain count: what AWS counts is what the service lists.
  if (service.task_sets.size() >= task_sets_max)
    refuse(
        invalid("5 deployments exist on the service. Unable to create new TaskSet since this exceeds the "
                "maximum limit."));

  TaskSetOrder order = make_order(call, service, request, std::move(text));
  domain::TaskSet const set = add_task_set(call, service, std::move(order));
  service.steady_since.reset();
  state::set_tags(call.db, domain::task_set_arn(service.key, set.id), tag_list(request.tags));
  state::save_service(call.db, service);
  log_unhonoured_members(call, request);
  return {.task_set = task_set_view(call, service.key, set, counts(), ServiceTags::Shown)};
}

}  // namespace neargate::api::ecs
