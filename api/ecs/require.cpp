#include "api/ecs/require.h"

#include <fmt/format.h>

#include <stdexcept>

#include "api/ecs/refuse.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "state/clusters.h"
#include "state/services.h"
#include "state/task_definitions.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

domain::Cluster require_known_cluster(Call& call, std::optional<std::string> const& cluster) {
  std::string const text = cluster && !cluster->empty() ? *cluster : default_cluster;
  auto const name = domain::cluster_name_from(call.scope, text);
  auto found = name ? state::find_cluster(call.db, call.scope, *name) : std::nullopt;
  if (!found) refuse({ClusterNotFoundException, "Cluster not found."});
  return *std::move(found);
}

domain::Cluster require_cluster(Call& call, std::optional<std::string> const& cluster) {
  domain::Cluster found = require_known_cluster(call, cluster);
  if (found.status == domain::ClusterStatus::Inactive)
    refuse({ClusterNotFoundException, "The referenced cluster was inactive."});
  return found;
}

std::optional<Member> member_of(Call const& call, domain::ClusterName const& cluster, std::string_view kind,
                                std::string_view name_or_arn) {
  auto const member = domain::cluster_member_from(call.scope, kind, name_or_arn);
  if (!member) return std::nullopt;
  Member found{.name = member->name};
  if (member->cluster && *member->cluster != cluster) {
    found.other_cluster = true;
    found.arn_cluster = member->cluster->text();
  }
  return found;
}

namespace {

/// The text that clients show when an ARN and the request's `cluster` disagree, seen on AWS for services.
void check_cluster(std::optional<Member> const& member, domain::Cluster const& cluster) {
  if (member && member->other_cluster)
    refuse(invalid(fmt::format("Invalid identifier: Identifier is for cluster {}. Your cluster is {}",
                               member->arn_cluster, cluster.name.text())));
}

}  // namespace

domain::Service require_service(Call& call, domain::Cluster const& cluster, std::string const& service) {
  auto const member = member_of(call, cluster.name, "service", service);
  check_cluster(member, cluster);
  auto found =
      member ? state::find_service(call.db, {call.scope, cluster.name, domain::ServiceName{member->name}})
             : std::nullopt;
  if (!found) refuse({ServiceNotFoundException, "Service not found."});
  return *std::move(found);
}

domain::Task require_task(Call& call, domain::Cluster const& cluster, std::string const& task) {
  auto const member = member_of(call, cluster.name, "task", task);
  check_cluster(member, cluster);
  if (member) check_task_id(member->name);
  auto found = member ? state::find_task(call.db, {call.scope, cluster.name, domain::TaskId{member->name}})
                      : std::nullopt;
  if (!found) refuse(invalid("The referenced task was not found."));
  return *std::move(found);
}

void check_task_id(std::string const& id) {
  // The text that AWS's users see when they pass a name for an id.
  if (id.size() != 32 && id.size() != 36) refuse(invalid("taskId length should be one of [32,36]"));
}

domain::TaskDefinition require_active_task_definition(Call& call, std::string const& task_definition) {
  auto const reference = domain::task_definition_from(call.scope, task_definition);
  std::optional<domain::TaskDefinition> found;
  if (reference && reference->revision)
    found = state::find_task_definition(call.db, call.scope, {reference->family, *reference->revision});
  else if (reference && !reference->is_arn && reference->revision_text.empty())
    found = state::find_latest_task_definition(call.db, call.scope, reference->family);
  if (!found) refuse(client("TaskDefinition not found."));
  if (found->status != domain::TaskDefinitionStatus::Active) refuse(client("TaskDefinition is inactive"));
  return *std::move(found);
}

domain::TaskDefinition task_definition_of(Call& call, domain::TaskDefinitionKey const& key) {
  auto found = state::find_task_definition(call.db, call.scope, key);
  if (!found) throw std::logic_error("a row refers to a task definition that does not exist");
  return *std::move(found);
}

}  // namespace neargate::api::ecs
