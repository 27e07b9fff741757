#include "api/ecs/cluster_view.h"
#include "api/ecs/documents.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/capacity_rules.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

PutClusterCapacityProvidersResponse put_cluster_capacity_providers(
    Call& call, PutClusterCapacityProvidersRequest const& request) {
  domain::Cluster cluster = require_known_cluster(call, request.cluster);
  if (cluster.status == domain::ClusterStatus::Inactive) refuse(client("Cluster was not ACTIVE."));
  auto const providers = request.capacity_providers.value_or(std::vector<std::string>{});
  auto const strategy =
      request.default_capacity_provider_strategy.value_or(std::vector<CapacityProviderStrategyItem>{});
  check(providers_refused(providers));
  check(strategy_refused(strategy, providers));

  // Both lists replace what was there: nothing is merged.
  Cluster echoed = cluster_document(cluster.document);
  echoed.capacity_providers = providers;
  echoed.default_capacity_provider_strategy = with_defaults(strategy);
  cluster.document = print_document(echoed);
  state::save_cluster(call.db, cluster);

  Cluster view = cluster_view(call, cluster, {ClusterField::Settings, ClusterField::Configurations});
  view.attachments.emplace();
  // There is nothing to wait for: no Auto Scaling group is touched.
  view.attachments_status = "UPDATE_COMPLETE";
  return {.cluster = std::move(view)};
}

}  // namespace neargate::api::ecs
