#include "api/ecs/task_sets.h"

#include <algorithm>
#include <cmath>

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/placement_request.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/service_revision.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"

namespace neargate::api::ecs {

domain::Service require_external_service(Call& call, std::optional<std::string> const& cluster,
                                         std::string const& service) {
  domain::Service found = require_service(call, require_cluster(call, cluster), service);
  if (found.status != domain::ServiceStatus::Active)
    refuse({ServiceNotActiveException, "Service was not ACTIVE."});
  if (found.controller != domain::DeploymentController::External)
    refuse(
        invalid("Amazon ECS only supports task set management on services configured to use external "
                "deployment controllers."));
  return found;
}

std::optional<domain::DeploymentId> task_set_id_from(Call const& call, domain::ServiceKey const& key,
                                                     std::string const& id_or_arn) {
  if (!id_or_arn.starts_with("arn:"))
    return domain::DeploymentId{id_or_arn.find('/') == std::string::npos ? "ecs-svc/" + id_or_arn
                                                                         : id_or_arn};
  auto const member = domain::cluster_member_from(call.scope, "task-set", id_or_arn);
  std::string const service = key.name.text() + '/';
  if (!member || member->cluster != key.cluster || !member->name.starts_with(service)) return std::nullopt;
  return domain::DeploymentId{member->name.substr(service.size())};
}

std::vector<domain::TaskSet>::iterator require_task_set(Call const& call, domain::Service& service,
                                                        std::string const& id_or_arn) {
  auto const id = task_set_id_from(call, service.key, id_or_arn);
  auto const found =
      id ? std::ranges::find(service.task_sets, *id, &domain::TaskSet::id) : service.task_sets.end();
  if (found == service.task_sets.end())
    refuse({TaskSetNotFoundException, "The specified task set does not exist."});
  return found;
}

int computed_desired_count(int desired_count, double scale_percent) {
  // 10 × 30 % is 3, whatever binary fractions make of it.
  constexpr double tolerance = 1e-9;
  return static_cast<int>(std::ceil(desired_count * scale_percent / 100 - tolerance));
}

void scale_task_set(domain::TaskSet& set, int desired_count, double scale_percent, domain::Time now) {
  int const computed = computed_desired_count(desired_count, scale_percent);
  if (set.scale_percent == scale_percent && set.computed_desired_count == computed) return;
  set.scale_percent = scale_percent;
  set.computed_desired_count = computed;
  set.updated_at = now;
  // Any update ends the back-off.
  set.consecutive_failures = 0;
  set.not_before.reset();
  if (set.stability == domain::StabilityStatus::Stabilizing) return;
  set.stability = domain::StabilityStatus::Stabilizing;
  set.stability_at = now;
}

domain::TaskSet& add_task_set(Call& call, domain::Service& service, TaskSetOrder order) {
  auto const now = call.clock.now();
  domain::TaskSet set;
  set.id = call.mint.deployment_id();
  set.task_definition = order.definition.key;
  set.launch_type = order.launch.type;
  set.capacity_providers = provider_strategy(order.launch.strategy);
  set.network = order.network;
  set.created_at = set.stability_at = now;
  scale_task_set(set, service.desired_count, order.scale_percent, now);
  set.updated_at = now;

  Platform const platform{.launch_type = set.launch_type,
                          .capacity_providers = set.capacity_providers,
                          .network = set.network,
                          .version = order.platform_version};
  ServiceRevision attached;
  attached.load_balancers = order.document.echoed.load_balancers;
  attached.service_registries = order.document.echoed.service_registries;
  ServiceRevision const snapshot = revision_snapshot(order.definition, platform, attached);
  order.document.echoed.platform_version = snapshot.platform_version;
  order.document.echoed.platform_family = snapshot.platform_family;
  order.document.echoed.load_balancers = items(snapshot.load_balancers);
  order.document.echoed.service_registries = items(snapshot.service_registries);
  set.document = print_document(order.document);
  Service const echoed = service_document(service.document).echoed;
  save_revision(call, service.key, set.id,
                {.echoed = snapshot,
                 .task_tags = tags_of_tasks(call, service.key, set.task_definition, echoed),
                 .enable_execute_command = echoed.enable_execute_command.value_or(false),
                 .is_task_set = true});
  // PRIMARY first, then newest first.
  auto const is_primary = [](domain::TaskSet const& one) {
    return one.status == domain::TaskSetStatus::Primary;
  };
  auto const place = std::ranges::find_if_not(service.task_sets, is_primary);
  return *service.task_sets.insert(place, std::move(set));
}

void make_primary(domain::Service& service, domain::DeploymentId const& id, domain::Time now) {
  for (domain::TaskSet& set : service.task_sets) {
    auto const status = set.id == id                                   ? domain::TaskSetStatus::Primary
                        : set.status == domain::TaskSetStatus::Primary ? domain::TaskSetStatus::Active
                                                                       : set.status;
    if (set.status == status) continue;
    set.status = status;
    set.updated_at = now;
  }
  std::ranges::stable_sort(service.task_sets, [](auto const& left, auto const& right) {
    return left.status == domain::TaskSetStatus::Primary && right.status != domain::TaskSetStatus::Primary;
  });
  domain::TaskSet const& primary = service.task_sets.front();
  TaskSet const made_of = task_set_document(primary.document).echoed;
  ServiceDocument document = service_document(service.document);
  service.task_definition = primary.task_definition;
  service.launch_type = primary.launch_type;
  service.capacity_providers = primary.capacity_providers;
  service.network = primary.network;
  Service& echoed = document.echoed;
  echoed.load_balancers = items(made_of.load_balancers);
  echoed.service_registries = items(made_of.service_registries);
  echoed.platform_version = made_of.platform_version;
  echoed.platform_family = made_of.platform_family;
  service.document = print_document(document);
}

void forget_primary(domain::Service& service) {
  service.task_definition = {};
  service.launch_type.reset();
  service.capacity_providers.clear();
  service.network.reset();
  ServiceDocument document = service_document(service.document);
  Service& echoed = document.echoed;
  echoed.load_balancers.emplace();
  echoed.service_registries.emplace();
  echoed.platform_version.reset();
  echoed.platform_family.reset();
  service.document = print_document(document);
}

}  // namespace neargate::api::ecs
