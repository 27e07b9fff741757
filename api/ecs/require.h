#pragma once
// Look-ups that must succeed: they throw the error that AWS gives when the thing is not there.

#include <optional>
#include <string>

#include "api/call.h"
#include "domain/cluster.h"
#include "domain/service.h"
#include "domain/task.h"

namespace neargate::api::ecs {

/// `cluster` left out means this one.
inline constexpr char const* default_cluster = "default";

/// The cluster that a request's `cluster` member names, ACTIVE or INACTIVE.
/// ClusterNotFoundException when it never was, or when the ARN belongs to another account or region.
domain::Cluster require_known_cluster(Call& call, std::optional<std::string> const& cluster);
/// As above, but an INACTIVE cluster is refused as service and task calls do.
domain::Cluster require_cluster(Call& call, std::optional<std::string> const& cluster);

/// A service or task named by name, id or ARN together with the cluster that the request names.
/// nullopt: an ARN of another account, region or kind.
struct Member {
  std::string name;
  bool other_cluster = false;  ///< a long ARN that names another cluster than the request does
  std::string arn_cluster;
};
std::optional<Member> member_of(Call const& call, domain::ClusterName const& cluster, std::string_view kind,
                                std::string_view name_or_arn);

/// Any status. ServiceNotFoundException otherwise.
domain::Service require_service(Call& call, domain::Cluster const& cluster, std::string const& service);
domain::Task require_task(Call& call, domain::Cluster const& cluster, std::string const& task);
/// 32 hex digits, or the 36 characters of old task ids.
void check_task_id(std::string const& id);

/// The ACTIVE definition that RunTask, CreateService and UpdateService run.
domain::TaskDefinition require_active_task_definition(Call& call, std::string const& task_definition);
/// A definition known to exist because a row refers to it.
domain::TaskDefinition task_definition_of(Call& call, domain::TaskDefinitionKey const& key);

}  // namespace neargate::api::ecs
