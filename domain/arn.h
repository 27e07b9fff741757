#pragma once
// Amazon resource names of ECS, with every short form that ECS accepts (ecs-control-plane.md "ARN forms").

#include <optional>
#include <string>
#include <string_view>

#include "domain/container_instance.h"
#include "domain/ids.h"
#include "domain/service.h"
#include "domain/task.h"

namespace neargate::domain {

/// arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, split; nullopt when it is not an ARN.
struct Arn {
  std::string partition, service, region, account, resource;
  static std::optional<Arn> parse(std::string_view text);
  std::string text() const;
  bool operator==(Arn const&) const = default;
};

/// aws, aws-cn or aws-us-gov, by the region's prefix.
std::string partition_of(Region const& region);

std::string ecs_arn(Scope const& scope, std::string_view resource);
std::string cluster_arn(Scope const& scope, ClusterName const& name);
std::string task_definition_arn(Scope const& scope, TaskDefinitionKey const& key);
std::string service_arn(ServiceKey const& key);
std::string task_arn(TaskKey const& key);
std::string task_set_arn(ServiceKey const& key, DeploymentId const& id);
std::string service_deployment_arn(ServiceKey const& key, ServiceDeploymentId const& id);
std::string service_revision_arn(ServiceKey const& key, DeploymentId const& id);
std::string container_instance_arn(ContainerInstanceKey const& key);
std::string container_arn(TaskKey const& key, std::string_view uuid);
std::string attachment_arn(Scope const& scope, std::string_view uuid);

/// The last part of a short name or ARN: "cluster/x", "arn:…:cluster/x" and "x" all give x.
/// nullopt: an ARN of another service, region, account or kind.
std::optional<ClusterName> cluster_name_from(Scope const& scope, std::string_view name_or_arn);

/// A service or task named by short name or by ARN (long form carries the cluster, old form does not).
struct ClusterMember {
  std::optional<ClusterName> cluster;
  std::string name;
};
std::optional<ClusterMember> cluster_member_from(Scope const& scope, std::string_view kind,
                                                 std::string_view name_or_arn);

/// family, family:revision or ARN. An ARN without revision has revision nullopt as well: callers decide.
struct TaskDefinitionReference {
  Family family;
  std::optional<int> revision;
  std::string revision_text;  ///< as written, for messages ("" when absent)
  bool is_arn = false;
};
std::optional<TaskDefinitionReference> task_definition_from(Scope const& scope, std::string_view text);

}  // namespace neargate::domain
