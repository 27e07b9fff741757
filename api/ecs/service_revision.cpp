#include "api/ecs/service_revision.h"

#include "api/ecs/launch.h"
#include "api/ecs/network_request.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/typed_members.h"
#include "domain/arn.h"
#include "state/service_history.h"

namespace neargate::api::ecs {

namespace {

/// A digest is known before any task has pulled where the definition names it.
wire::Optional<std::string> digest_in(std::string const& image) {
  auto const at = image.find("@sha256:");
  if (at == std::string::npos) return {};
  return image.substr(at + 1);
}

std::vector<ContainerImage> container_images(domain::TaskDefinition const& definition) {
  std::vector<ContainerImage> images;
  for (auto const& container : definition.containers)
    images.push_back({.container_name = container.name,
                      .image_digest = digest_in(container.image),
                      .image = container.image});
  return images;
}

ResolvedConfiguration resolved_configuration(std::vector<LoadBalancer> const& balancers) {
  ResolvedConfiguration resolved;
  resolved.load_balancers.emplace();
  for (auto const& balancer : balancers) {
    ServiceRevisionLoadBalancer one{.target_group_arn = balancer.target_group_arn};
    if (balancer.advanced_configuration)
      one.production_listener_rule = balancer.advanced_configuration->production_listener_rule;
    resolved.load_balancers->push_back(std::move(one));
  }
  return resolved;
}

}  // namespace

RevisionDocument revision_of(Call& call, domain::ServiceKey const& key, domain::DeploymentId const& id) {
  auto const row = state::find_service_revision(call.db, key, id);
  return row ? revision_document(row->document) : RevisionDocument{};
}

void save_revision(Call& call, domain::ServiceKey const& key, domain::DeploymentId const& id,
                   RevisionDocument const& document) {
  auto const old = state::find_service_revision(call.db, key, id);
  state::save_service_revision(call.db, {.service = key,
                                         .id = id,
                                         .created_at = old ? old->created_at : call.clock.now(),
                                         .document = print_document(document)});
}

ServiceRevision revision_snapshot(domain::TaskDefinition const& definition, Platform const& platform,
                                  ServiceRevision attached) {
  ServiceRevision revision = std::move(attached);
  revision.task_definition = domain::task_definition_arn(definition.scope, definition.key);
  revision.capacity_provider_strategy.reset();
  revision.launch_type.reset();
  if (!platform.capacity_providers.empty())
    revision.capacity_provider_strategy = strategy_view(platform.capacity_providers);
  else if (platform.launch_type)
    revision.launch_type = launch_type_view(*platform.launch_type);
  revision.platform_version.reset();
  revision.platform_family.reset();
  if (platform.launch_type == domain::LaunchType::Fargate) {
    revision.platform_version = resolved_platform(platform.version);
    revision.platform_family = platform_family(definition);
  }
  // Empty lists are not shown.
  if (items(revision.load_balancers).empty()) revision.load_balancers.reset();
  if (items(revision.service_registries).empty()) revision.service_registries.reset();
  revision.network_configuration.reset();
  if (platform.network) revision.network_configuration = network_view(*platform.network);
  revision.container_images = container_images(definition);
  revision.guard_duty_enabled = false;
  revision.resolved_configuration.reset();
  if (revision.load_balancers)
    revision.resolved_configuration = resolved_configuration(*revision.load_balancers);
  return revision;
}

std::vector<Tag> tags_of_tasks(Call& call, domain::ServiceKey const& key,
                               domain::TaskDefinitionKey const& definition, Service const& echoed) {
  std::vector<Tag> tags;
  PropagateTags const source = echoed.propagate_tags.value_or(PropagateTags::None);
  if (source == PropagateTags::Service) tags = tag_view(state::list_tags(call.db, domain::service_arn(key)));
  if (source == PropagateTags::TaskDefinition)
    tags = tag_view(state::list_tags(call.db, domain::task_definition_arn(key.scope, definition)));
  if (echoed.enable_ecs_managed_tags.value_or(false))
    tags = merged_tags(std::move(tags), {{.key = "aws:ecs:clusterName", .value = key.cluster.text()},
                                         {.key = "aws:ecs:serviceName", .value = key.name.text()}});
  return tags;
}

}  // namespace neargate::api::ecs
