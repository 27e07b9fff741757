#include "api/ecs/attribute_targets.h"

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "state/container_instances.h"

namespace neargate::api::ecs {

domain::ContainerInstance require_target(Call& call, domain::Cluster const& cluster,
                                         Attribute const& attribute) {
  std::string const target = attribute.target_id.value_or("");
  // Only an ARN says by itself what kind of thing it names.
  if (!target.starts_with("arn:") && !attribute.target_type)
    refuse(invalid("targetType must be container-instance"));
  auto const member = member_of(call, cluster.name, "container-instance", target);
  auto found = member && !member->other_cluster
                   ? state::find_container_instance(
                         call.db, {call.scope, cluster.name, domain::ContainerInstanceId{member->name}})
                   : std::nullopt;
  if (!found || found->status == domain::ContainerInstanceStatus::Inactive)
    refuse({TargetNotFoundException, "Could not find " + target});
  return *std::move(found);
}

Attribute attribute_view(domain::ContainerInstance const& instance, domain::Attribute const& attribute) {
  Attribute view{.name = attribute.name};
  if (attribute.value) view.value = *attribute.value;
  view.target_id = domain::container_instance_arn(instance.key);
  return view;
}

}  // namespace neargate::api::ecs
