#include "api/ecs/capacity_providers.h"
#include "api/ecs/refuse.h"
#include "api/ecs/rules/capacity_rules.h"
#include "gen/ecs/operations.h"
#include "state/capacity_providers.h"

namespace neargate::api::ecs {

/// AWS deletes in the background. While a cluster has the provider, the call succeeds and updateStatus tells
/// DELETE_FAILED with the reason.
DeleteCapacityProviderResponse delete_capacity_provider(Call& call,
                                                        DeleteCapacityProviderRequest const& request) {
  std::string const named = request.capacity_provider.value_or("");
  if (is_fargate_provider(provider_name(named)))
    refuse(
        invalid("The specified capacity provider cannot be deleted. The FARGATE and FARGATE_SPOT capacity "
                "providers are "
                "reserved."));
  auto provider = require_provider(call, named);
  CapacityProvider echoed = provider_document(provider.document);
  auto const clusters = clusters_with(call, provider.name);
  provider.is_active = !clusters.empty();
  if (clusters.empty()) {
    echoed.update_status = CapacityProviderUpdateStatus::DeleteComplete;
    echoed.update_status_reason.reset();
  } else {
    echoed.update_status = CapacityProviderUpdateStatus::DeleteFailed;
    echoed.update_status_reason =
        "The capacity provider cannot be deleted because it is associated with cluster: " +
        clusters.front().text() + ". Remove the capacity provider from the cluster and try again.";
  }
  provider.document = print_document(echoed);
  state::save_capacity_provider(call.db, provider);

  auto view = provider_view(call, provider, ProviderTags::Shown);
  if (clusters.empty()) {
    view.status = CapacityProviderStatus::Active;
    view.update_status = CapacityProviderUpdateStatus::DeleteInProgress;
  }
  return {.capacity_provider = std::move(view)};
}

}  // namespace neargate::api::ecs
