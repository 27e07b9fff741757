#include "api/ecs/capacity_providers.h"
#include "api/ecs/refuse.h"
#include "api/ecs/rules/provider_rules.h"
#include "api/ecs/tag_view.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/capacity_providers.h"

namespace neargate::api::ecs {

namespace {

/// The group itself is not looked for: there is no Auto Scaling here.
AutoScalingGroupProvider group_of(CreateCapacityProviderRequest const& request) {
  if (request.managed_instances_provider)
    refuse({UnsupportedFeatureException, "Managed instances providers are not supported by neargate."});
  if (!request.auto_scaling_group_provider)
    refuse(
        invalid("The Auto Scaling group provider details are required when creating a capacity provider. "
                "Specify valid "
                "Auto Scaling group provider details and try again."));
  auto const& given = *request.auto_scaling_group_provider;
  AutoScalingGroupProvider group{.auto_scaling_group_arn = given.auto_scaling_group_arn};
  settle_group_provider(group, {.managed_scaling = given.managed_scaling,
                                .managed_termination_protection = given.managed_termination_protection,
                                .managed_draining = given.managed_draining});
  check(group_provider_refused(group));
  return group;
}

void check_unique(Call& call, std::string const& name, AutoScalingGroupProvider const& group) {
  for (auto const& other : state::list_capacity_providers(call.db, call.scope)) {
    if (other.name == name)
      refuse(
          client("The specified capacity provider already exists. To change the configuration of an existing "
                 "capacity "
                 "provider, update the capacity provider."));
    auto const theirs = provider_document(other.document).auto_scaling_group_provider;
    if (theirs && theirs->auto_scaling_group_arn == group.auto_scaling_group_arn)
      refuse(
          client("The specified Auto Scaling group ARN is already being used by another capacity provider. "
                 "Specify a "
                 "unique Auto Scaling group ARN and try again."));
  }
}

}  // namespace

CreateCapacityProviderResponse create_capacity_provider(Call& call,
                                                        CreateCapacityProviderRequest const& request) {
  std::string const name = request.name.value_or("");
  check(provider_name_refused(name));
  check(tags_refused(request.tags));
  auto const group = group_of(request);
  check_unique(call, name, group);

  domain::CapacityProvider const provider{
      .scope = call.scope,
      .name = name,
      .created_at = call.clock.now(),
      .document = print_document(CapacityProvider{.auto_scaling_group_provider = group})};
  state::save_capacity_provider(call.db, provider);
  // A deleted one of the same name leaves no tags.
  std::string const arn = provider_arn(call, name);
  state::remove_all_tags(call.db, arn);
  state::set_tags(call.db, arn, tag_list(request.tags));
  return {.capacity_provider = provider_view(call, provider, ProviderTags::Shown)};
}

}  // namespace neargate::api::ecs
