#include "api/ecs/deploy.h"

#include <algorithm>

#include "api/ecs/launch.h"
#include "api/ecs/require.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_tags.h"
#include "domain/arn.h"
#include "state/services.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

/// Explicit tags of tasks do not exist for services: what is propagated, then ECS's own.
std::vector<Tag> tags_of_tasks(Call& call, domain::Service const& service, Service const& echoed) {
  std::vector<Tag> tags;
  PropagateTags const source = echoed.propagate_tags.value_or(PropagateTags::None);
  if (source == PropagateTags::Service)
    tags = tag_view(state::list_tags(call.db, domain::service_arn(service.key)));
  if (source == PropagateTags::TaskDefinition)
    tags = tag_view(
        state::list_tags(call.db, domain::task_definition_arn(service.key.scope, service.task_definition)));
  if (echoed.enable_ecs_managed_tags.value_or(false))
    tags = merged_tags(std::move(tags), {{.key = "aws:ecs:clusterName", .value = service.key.cluster.text()},
                                         {.key = "aws:ecs:serviceName", .value = service.key.name.text()}});
  return tags;
}

void take_platform(Deployment& echoed, domain::Service const& service, Service const& of_service,
                   domain::TaskDefinition const& definition) {
  echoed.capacity_provider_strategy = of_service.capacity_provider_strategy;
  echoed.platform_version.reset();
  echoed.platform_family.reset();
  if (service.launch_type != domain::LaunchType::Fargate) return;
  echoed.platform_version = resolved_platform(of_service.platform_version.value_or(""));
  echoed.platform_family = platform_family(definition);
}

/// Documents of deployments that have gone serve their last tasks' tags and platform; a few are enough.
void forget_old_documents(domain::Service const& service, ServiceDocument& document) {
  constexpr std::size_t documents_kept = 20;
  for (auto it = document.deployments.begin();
       it != document.deployments.end() && document.deployments.size() > documents_kept;) {
    bool const is_live = std::ranges::any_of(
        service.deployments, [&](domain::Deployment const& one) { return one.id.text() == it->first; });
    it = is_live ? std::next(it) : document.deployments.erase(it);
  }
}

}  // namespace

void start_deployment(Call& call, domain::Service& service, ServiceDocument& document, Deployment echoed) {
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
  deployment.network = service.network;
  deployment.rollout_reason = "ECS deployment " + deployment.id.text() + " in progress.";
  deployment.created_at = deployment.updated_at = now;

  take_platform(echoed, service, document.echoed, task_definition_of(call, service.task_definition));
  document.newest = deployment.id.text();
  document.deployments[document.newest] = {.echoed = std::move(echoed),
                                           .task_tags = tags_of_tasks(call, service, document.echoed)};
  service.deployments.insert(service.deployments.begin(), std::move(deployment));
  service.steady_since.reset();
  forget_old_documents(service, document);
}

void renew_task_tags(Call& call, domain::Service const& service, ServiceDocument& document) {
  for (auto task : state::list_live_tasks_of(call.db, service.key)) settle_task_tags(call, task);
  auto const newest = document.deployments.find(document.newest);
  if (newest != document.deployments.end())
    newest->second.task_tags = tags_of_tasks(call, service, document.echoed);
}

void propagate_service_tags(Call& call, domain::ServiceKey const& key) {
  auto service = state::find_service(call.db, key);
  if (!service) return;
  auto document = service_document(service->document);
  if (document.echoed.propagate_tags != PropagateTags::Service) return;
  renew_task_tags(call, *service, document);
  service->document = print_document(document);
  state::save_service(call.db, *service);
}

}  // namespace neargate::api::ecs
