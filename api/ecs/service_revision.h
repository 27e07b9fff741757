#pragma once
// Service revisions: the snapshot that each deployment (or task set) is made from, and what the tasks that it
// starts show (ecs-services.md "Service deployments and revisions").

#include "api/call.h"
#include "api/ecs/documents.h"
#include "domain/service.h"
#include "domain/task_definition.h"

namespace neargate::api::ecs {

/// Empty where there is no row.
RevisionDocument revision_of(Call& call, domain::ServiceKey const& key, domain::DeploymentId const& id);
void save_revision(Call& call, domain::ServiceKey const& key, domain::DeploymentId const& id,
                   RevisionDocument const& document);

/// Where its tasks run.
struct Platform {
  std::optional<domain::LaunchType> launch_type;
  domain::CapacityProviderStrategy capacity_providers;  ///< shown instead of the launch type
  std::optional<domain::NetworkConfiguration> network;
  std::string version;  ///< as sent
};
/// `attached` (load balancers, registries, Service Connect, volumes) with the members that the definition and
/// the platform tell.
ServiceRevision revision_snapshot(domain::TaskDefinition const& definition, Platform const& platform,
                                  ServiceRevision attached);

/// Explicit tags of tasks do not exist for services: what is propagated, then ECS's own.
std::vector<Tag> tags_of_tasks(Call& call, domain::ServiceKey const& key,
                               domain::TaskDefinitionKey const& definition, Service const& echoed);

}  // namespace neargate::api::ecs
