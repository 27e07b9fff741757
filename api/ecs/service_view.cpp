#include "api/ecs/service_view.h"

#include "api/ecs/documents.h"
#include "api/ecs/launch.h"
#include "api/ecs/network_request.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "state/services.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

Deployment deployment_view(Call& call, domain::ServiceKey const& key, domain::Deployment const& deployment,
                           DeploymentDocument const& document) {
  auto const counts = state::count_tasks(call.db, key, deployment.id);
  Deployment view = document.echoed;
  view.id = deployment.id.text();
  view.status = std::string(domain::word(deployment.status));
  view.task_definition = domain::task_definition_arn(key.scope, deployment.task_definition);
  view.desired_count = deployment.desired_count;
  view.running_count = counts.running;
  view.pending_count = counts.pending;
  view.failed_tasks = deployment.failed_tasks;
  view.created_at = deployment.created_at;
  view.updated_at = deployment.updated_at;
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

}  // namespace

Service service_view(Call& call, domain::Service const& service, ServiceTags tags) {
  domain::ServiceKey const& key = service.key;
  ServiceDocument const document = service_document(service.document);
  auto const counts = state::count_tasks(call.db, key, std::nullopt);
  Service view = document.echoed;
  view.service_arn = domain::service_arn(key);
  view.service_name = key.name.text();
  view.cluster_arn = domain::cluster_arn(key.scope, key.cluster);
  view.status = std::string(domain::word(service.status));
  view.desired_count = service.desired_count;
  view.running_count = counts.running;
  view.pending_count = counts.pending;
  view.task_definition = domain::task_definition_arn(key.scope, service.task_definition);
  view.created_at = service.created_at;
  bool const has_strategy = view.capacity_provider_strategy && !view.capacity_provider_strategy->empty();
  if (service.launch_type && !has_strategy) view.launch_type = launch_type_view(*service.launch_type);
  if (service.network) view.network_configuration = network_view(*service.network);
  view.deployments.emplace();
  view.current_service_revisions.emplace();
  for (auto const& deployment : service.deployments) {
    view.deployments->push_back(
        deployment_view(call, key, deployment, deployment_document(document, deployment.id.text())));
    view.current_service_revisions->push_back(revision_view(key, deployment.id, view.deployments->back()));
  }
  view.events = event_views(call, key);
  if (tags == ServiceTags::Shown) view.tags = tag_view(state::list_tags(call.db, *view.service_arn));
  return view;
}

}  // namespace neargate::api::ecs
