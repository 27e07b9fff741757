#include "api/ecs/deploy.h"

#include <algorithm>

#include "api/ecs/require.h"
#include "api/ecs/service_revision.h"
#include "api/ecs/task_tags.h"
#include "state/services.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

void start_deployment(Call& call, domain::Service& service, ServiceDocument const& document,
                      ServiceRevision attached) {
  // The first deployment and its service were made at one moment.
  auto const now = service.deployments.empty() ? service.created_at : call.clock.now();
  for (auto& old : service.deployments)
    if (old.status == domain::DeploymentStatus::Primary) {
      old.status = domain::DeploymentStatus::Active;
      old.updated_at = now;
    }
  domain::Deployment deployment;
  deployment.id = call.mint.deployment_id();
  deployment.task_definition = service.task_definition;
  deployment.launch_type = service.launch_type;
  deployment.capacity_providers = service.capacity_providers;
  deployment.network = service.network;
  deployment.rollout_reason = "ECS deployment " + deployment.id.text() + " in progress.";
  deployment.created_at = deployment.updated_at = now;

  Platform const platform{.launch_type = service.launch_type,
                          .capacity_providers = service.capacity_providers,
                          .network = service.network,
                          .version = document.echoed.platform_version.value_or("")};
  auto const definition = task_definition_of(call, service.task_definition);
  save_revision(call, service.key, deployment.id,
                {.echoed = revision_snapshot(definition, platform, std::move(attached)),
                 .task_tags = tags_of_tasks(call, service.key, service.task_definition, document.echoed),
                 .enable_execute_command = document.echoed.enable_execute_command.value_or(false)});
  service.deployments.insert(service.deployments.begin(), std::move(deployment));
  service.steady_since.reset();
}

ServiceRevision attached_now(Call& call, domain::Service const& service) {
  auto const primary =
      std::ranges::find(service.deployments, domain::DeploymentStatus::Primary, &domain::Deployment::status);
  if (primary == service.deployments.end()) return {};
  return revision_of(call, service.key, primary->id).echoed;
}

void renew_task_tags(Call& call, domain::Service const& service, Service const& echoed) {
  for (auto task : state::list_live_tasks_of(call.db, service.key)) settle_task_tags(call, task);
  auto const renew = [&](domain::DeploymentId const& id, domain::TaskDefinitionKey const& definition) {
    RevisionDocument revision = revision_of(call, service.key, id);
    revision.task_tags = tags_of_tasks(call, service.key, definition, echoed);
    revision.enable_execute_command = echoed.enable_execute_command.value_or(false);
    save_revision(call, service.key, id, revision);
  };
  for (auto const& deployment : service.deployments)
    if (deployment.status == domain::DeploymentStatus::Primary)
      renew(deployment.id, deployment.task_definition);
  for (auto const& set : service.task_sets) renew(set.id, set.task_definition);
}

void propagate_service_tags(Call& call, domain::ServiceKey const& key) {
  auto const service = state::find_service(call.db, key);
  Service const echoed = service_document(service->document).echoed;
  if (echoed.propagate_tags == PropagateTags::Service) renew_task_tags(call, *service, echoed);
}

}  // namespace neargate::api::ecs
