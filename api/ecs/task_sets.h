#pragma once
// Task sets between requests and rows: found, made, promoted (ecs-services.md "Task sets").

#include <optional>
#include <string>

#include "api/call.h"
#include "api/ecs/documents.h"
#include "api/ecs/launch.h"
#include "domain/service.h"

namespace neargate::api::ecs {

/// The ACTIVE service whose task sets a request changes. CODE_DEPLOY's belong to CodeDeploy.
domain::Service require_external_service(Call& call, std::optional<std::string> const& cluster,
                                         std::string const& service);

/// By id (ecs-svc/N, or N) or ARN; TaskSetNotFoundException. The iterator is into the service.
std::vector<domain::TaskSet>::iterator require_task_set(Call const& call, domain::Service& service,
                                                        std::string const& id_or_arn);
/// nullopt: no id and no ARN of this service.
std::optional<domain::DeploymentId> task_set_id_from(Call const& call, domain::ServiceKey const& key,
                                                     std::string const& id_or_arn);

/// ceil(desiredCount × scale / 100)
int computed_desired_count(int desired_count, double scale_percent);
/// Sets the scale, or follows the service's desired count.
void scale_task_set(domain::TaskSet& set, int desired_count, double scale_percent, domain::Time now);

struct TaskSetOrder {
  domain::TaskDefinition definition;
  Launch launch;
  std::optional<domain::NetworkConfiguration> network;
  std::string platform_version;  ///< as sent
  double scale_percent = 100;
  TaskSetDocument document;  ///< its load balancers and registries are the revision's, too
};
/// Adds the set to the service, ACTIVE, with the row that its tasks show.
domain::TaskSet& add_task_set(Call& call, domain::Service& service, TaskSetOrder order);

/// The set becomes PRIMARY and what it is made of becomes the service's; the one before becomes ACTIVE.
void make_primary(domain::Service& service, domain::DeploymentId const& id, domain::Time now);
/// Without a primary task set the service has nothing of one.
void forget_primary(domain::Service& service);

}  // namespace neargate::api::ecs
