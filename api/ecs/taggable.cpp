#include "api/ecs/taggable.h"

#include <algorithm>

#include "api/ecs/capacity_providers.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/capacity_rules.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "state/clusters.h"
#include "state/container_instances.h"
#include "state/services.h"
#include "state/task_definitions.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

[[noreturn]] void refuse_arn() { refuse(invalid("The ARN provided is invalid.")); }

Taggable taggable_cluster(Call& call, std::string const& arn) {
  if (require_known_cluster(call, arn).status == domain::ClusterStatus::Inactive)
    refuse(invalid("The specified cluster is inactive. Specify an active cluster and try again."));
  return {.kind = TaggableKind::Cluster, .arn = arn};
}

/// Services and tasks: only ARNs that carry the cluster can be tagged.
domain::ClusterMember long_member(Call& call, char const* kind, std::string const& arn) {
  auto const member = domain::cluster_member_from(call.scope, kind, arn);
  if (!member) refuse_arn();
  if (!member->cluster) refuse(invalid("Long arn format must be used for tagging operations"));
  return *member;
}

Taggable taggable_service(Call& call, std::string const& arn) {
  auto const member = long_member(call, "service", arn);
  auto const service =
      state::find_service(call.db, {call.scope, *member.cluster, domain::ServiceName{member.name}});
  if (!service) refuse({ResourceNotFoundException, "The specified service was not found."});
  if (service->status == domain::ServiceStatus::Inactive)
    refuse(invalid("The specified service is inactive. Specify an active service and try again."));
  return {.kind = TaggableKind::Service, .arn = arn, .service = service->key};
}

Taggable taggable_task(Call& call, std::string const& arn) {
  auto const member = long_member(call, "task", arn);
  auto task = state::find_task(call.db, {call.scope, *member.cluster, domain::TaskId{member.name}});
  if (!task) refuse({ResourceNotFoundException, "The specified task was not found."});
  return {.kind = TaggableKind::Task, .arn = arn, .task = std::move(task)};
}

Taggable taggable_task_definition(Call& call, std::string const& arn) {
  auto const reference = domain::task_definition_from(call.scope, arn);
  if (!reference || !reference->revision) refuse_arn();
  if (!state::find_task_definition(call.db, call.scope, {reference->family, *reference->revision}))
    refuse(
        invalid("The specified task definition does not exist. Specify a valid account, family, revision and "
                "try again."));
  return {.kind = TaggableKind::TaskDefinition, .arn = arn};
}

/// FARGATE and FARGATE_SPOT are AWS's own.
Taggable taggable_provider(Call& call, std::string const& arn) {
  if (is_fargate_provider(provider_name(arn)))
    refuse(
        invalid("The specified capacity provider cannot be tagged. Specify a valid capacity provider and try "
                "again."));
  require_provider(call, arn);
  return {.kind = TaggableKind::CapacityProvider, .arn = arn};
}

Taggable taggable_instance(Call& call, std::string const& arn) {
  auto const member = long_member(call, "container-instance", arn);
  auto const instance = state::find_container_instance(
      call.db, {call.scope, *member.cluster, domain::ContainerInstanceId{member.name}});
  if (!instance || instance->status == domain::ContainerInstanceStatus::Inactive)
    refuse({ResourceNotFoundException, "The specified container instance was not found."});
  return {.kind = TaggableKind::ContainerInstance, .arn = arn};
}

/// task-set/CLUSTER/SERVICE/ecs-svc/N
Taggable taggable_task_set(Call& call, std::string const& arn) {
  auto const member = long_member(call, "task-set", arn);
  domain::ServiceName const service{member.name.substr(0, member.name.find('/'))};
  auto const found = state::find_service(call.db, {call.scope, *member.cluster, service});
  auto const is_named = [&](domain::TaskSet const& set) {
    return domain::task_set_arn(found->key, set.id) == arn;
  };
  if (!found || std::ranges::none_of(found->task_sets, is_named))
    refuse({ResourceNotFoundException, "The specified task set was not found."});
  return {.kind = TaggableKind::TaskSet, .arn = arn};
}

}  // namespace

Taggable require_taggable(Call& call, std::string const& arn) {
  auto const parsed = domain::Arn::parse(arn);
  if (!parsed || parsed->service != "ecs" || parsed->region != call.scope.region.text() ||
      parsed->account != call.scope.account.text())
    refuse_arn();
  std::string const kind = parsed->resource.substr(0, parsed->resource.find('/'));
  if (kind == "cluster") return taggable_cluster(call, arn);
  if (kind == "service") return taggable_service(call, arn);
  if (kind == "task") return taggable_task(call, arn);
  if (kind == "task-definition") return taggable_task_definition(call, arn);
  if (kind == "capacity-provider") return taggable_provider(call, arn);
  if (kind == "container-instance") return taggable_instance(call, arn);
  if (kind == "task-set") return taggable_task_set(call, arn);
  refuse_arn();
}

}  // namespace neargate::api::ecs
