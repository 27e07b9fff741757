#include "api/ecs/service_view.h"

#include <algorithm>

#include "api/ecs/documents.h"
#include "api/ecs/launch.h"
#include "api/ecs/network_request.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/service_revision.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_set_view.h"
#include "api/ecs/typed_members.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "state/service_history.h"
#include "state/services.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

/// What the revision tells of a deployment.
Deployment echoed_deployment(ServiceRevision const& revision) {
  Deployment echoed;
  echoed.capacity_provider_strategy = revision.capacity_provider_strategy;
  echoed.platform_version = revision.platform_version;
  echoed.platform_family = revision.platform_family;
  echoed.service_connect_configuration = revision.service_connect_configuration;
  echoed.volume_configurations = revision.volume_configurations;
  echoed.fargate_ephemeral_storage = revision.fargate_ephemeral_storage;
  echoed.vpc_lattice_configurations = revision.vpc_lattice_configurations;
  return echoed;
}

Deployment deployment_view(domain::ServiceKey const& key, domain::Deployment const& deployment,
                           ServiceRevision const& revision, TaskCountsById const& counts) {
  Deployment view = echoed_deployment(revision);
  view.id = deployment.id.text();
  view.status = std::string(domain::word(deployment.status));
  view.task_definition = domain::task_definition_arn(key.scope, deployment.task_definition);
  view.desired_count = deployment.desired_count;
  auto const counted = counts.find(deployment.id);
  view.running_count = counted == counts.end() ? 0 : counted->second.running;
  view.pending_count = counted == counts.end() ? 0 : counted->second.pending;
  view.failed_tasks = deployment.failed_tasks;
  view.created_at = deployment.created_at;
  view.updated_at = deployment.updated_at;
  if (!deployment.capacity_providers.empty())
    view.capacity_provider_strategy = strategy_view(deployment.capacity_providers);
  bool const has_strategy = view.capacity_provider_strategy && !view.capacity_provider_strategy->empty();
  if (deployment.launch_type && !has_strategy) view.launch_type = launch_type_view(*deployment.launch_type);
  if (deployment.network) view.network_configuration = network_view(*deployment.network);
  DeploymentRolloutState state{};
  from_text(domain::word(deployment.rollout_state), state);
  view.rollout_state = state;
  view.rollout_state_reason = deployment.rollout_reason;
  return view;
}

ServiceCurrentRevisionSummary revision_view(domain::ServiceKey const& key, domain::DeploymentId const& id,
                                            Deployment const& deployment) {
  return {.arn = domain::service_revision_arn(key, id),
          .requested_task_count = deployment.desired_count,
          .running_task_count = deployment.running_count,
          .pending_task_count = deployment.pending_count};
}

std::vector<ServiceEvent> event_views(Call& call, domain::ServiceKey const& key) {
  std::vector<ServiceEvent> views;
  for (auto const& event : state::list_service_events(call.db, key))
    views.push_back({.id = event.id, .created_at = event.created_at, .message = event.message});
  return views;
}

/// There as soon as the scheduler has seen the deployment, and until that has ended.
wire::Optional<std::string> current_deployment(Call& call, domain::Service const& service) {
  for (auto const& deployment : service.deployments) {
    if (deployment.service_deployment.empty()) continue;
    auto const record = state::find_service_deployment(call.db, service.key, deployment.service_deployment);
    if (record && !record->finished_at)
      return domain::service_deployment_arn(service.key, deployment.service_deployment);
  }
  return {};
}

void take_deployments(Call& call, Service& view, domain::Service const& service,
                      TaskCountsById const& counts) {
  view.deployments.emplace();
  view.current_service_revisions.emplace();
  for (auto const& deployment : service.deployments) {
    // What a rollback may need is no part of the service any more.
    if (deployment.status == domain::DeploymentStatus::Inactive) continue;
    ServiceRevision const revision = revision_of(call, service.key, deployment.id).echoed;
    // A scheduler that has rolled back has rolled back what is attached, too.
    bool const is_primary = deployment.status == domain::DeploymentStatus::Primary;
    if (is_primary && revision.task_definition) {
      view.load_balancers = items(revision.load_balancers);
      view.service_registries = items(revision.service_registries);
    }
    view.deployments->push_back(deployment_view(service.key, deployment, revision, counts));
    view.current_service_revisions->push_back(
        revision_view(service.key, deployment.id, view.deployments->back()));
  }
  view.current_service_deployment = current_deployment(call, service);
}

}  // namespace

Service service_view(Call& call, domain::Service const& service, ServiceTags tags) {
  domain::ServiceKey const& key = service.key;
  TaskCountsById const counts = state::count_tasks_by_deployment(call.db, key);
  Service view = service_document(service.document).echoed;
  view.service_arn = domain::service_arn(key);
  view.service_name = key.name.text();
  view.cluster_arn = domain::cluster_arn(key.scope, key.cluster);
  view.status = std::string(domain::word(service.status));
  view.desired_count = service.desired_count;
  view.running_count = 0;
  view.pending_count = 0;
  for (auto const& [id, count] : counts) {
    view.running_count = *view.running_count + count.running;
    view.pending_count = *view.pending_count + count.pending;
  }
  // An EXTERNAL service without a primary task set has none.
  if (!service.task_definition.family.empty())
    view.task_definition = domain::task_definition_arn(key.scope, service.task_definition);
  view.created_at = service.created_at;
  if (!service.capacity_providers.empty())
    view.capacity_provider_strategy = strategy_view(service.capacity_providers);
  bool const has_strategy = view.capacity_provider_strategy && !view.capacity_provider_strategy->empty();
  if (service.launch_type && !has_strategy) view.launch_type = launch_type_view(*service.launch_type);
  if (service.network) view.network_configuration = network_view(*service.network);
  take_deployments(call, view, service, counts);
  if (service.controller != domain::DeploymentController::Ecs) {
    view.task_sets.emplace();
    for (auto const& set : service.task_sets)
      view.task_sets->push_back(task_set_view(call, key, set, counts, tags));
  }
  // AWS forgets the events of a deleted service first.
  view.events.emplace();
  if (service.status != domain::ServiceStatus::Inactive) view.events = event_views(call, key);
  if (tags == ServiceTags::Shown) view.tags = tag_view(state::list_tags(call.db, *view.service_arn));
  return view;
}

}  // namespace neargate::api::ecs
