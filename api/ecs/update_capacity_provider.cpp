#include "api/ecs/capacity_providers.h"
#include "api/ecs/refuse.h"
#include "api/ecs/rules/provider_rules.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/capacity_providers.h"

namespace neargate::api::ecs {

UpdateCapacityProviderResponse update_capacity_provider(Call& call,
                                                        UpdateCapacityProviderRequest const& request) {
  if (request.name.value_or("").empty())
    refuse(invalid("A name is required when updating a capacity provider"));
  if (request.managed_instances_provider)
    refuse({UnsupportedFeatureException, "Managed instances providers are not supported by neargate."});
  auto provider = require_provider(call, *request.name);
  if (!request.auto_scaling_group_provider)
    refuse(
        invalid("The Auto Scaling group provider details are required when updating a capacity provider. "
                "Specify valid "
                "Auto Scaling group provider details and try again."));
  CapacityProvider echoed = provider_document(provider.document);
  settle_group_provider(*echoed.auto_scaling_group_provider, *request.auto_scaling_group_provider);
  check(group_provider_refused(*echoed.auto_scaling_group_provider));
  echoed.update_status = CapacityProviderUpdateStatus::UpdateComplete;
  echoed.update_status_reason.reset();
  provider.document = print_document(echoed);
  state::save_capacity_provider(call.db, provider);

  // There is nothing to wait for; yet this answer always tells that the update has begun.
  auto view = provider_view(call, provider, ProviderTags::Shown);
  view.update_status = CapacityProviderUpdateStatus::UpdateInProgress;
  return {.capacity_provider = std::move(view)};
}

}  // namespace neargate::api::ecs
