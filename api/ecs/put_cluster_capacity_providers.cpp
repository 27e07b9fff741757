#include <algorithm>

#include "api/ecs/capacity_providers.h"
#include "api/ecs/cluster_view.h"
#include "api/ecs/documents.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/capacity_rules.h"
#include "api/ecs/rules/registration.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"
#include "state/services.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

bool uses(domain::CapacityProviderStrategy const& strategy, std::string const& provider) {
  return std::ranges::find(strategy, provider, &domain::CapacityProviderItem::provider) != strategy.end();
}

bool is_in_use(Call& call, domain::Cluster const& cluster, std::string const& provider) {
  auto const tasks = state::list_live_tasks_in(call.db, call.scope, cluster.name);
  bool const has_tasks = std::ranges::any_of(
      tasks, [&provider](domain::Task const& task) { return task.capacity_provider == provider; });
  auto const services = state::list_services(call.db, call.scope, cluster.name);
  return has_tasks || std::ranges::any_of(services, [&provider](domain::Service const& service) {
           return uses(service.capacity_providers, provider);
         });
}

void check_removal(Call& call, domain::Cluster const& cluster, std::vector<std::string> const& before,
                   std::vector<std::string> const& after) {
  for (std::string const& provider : before)
    if (std::ranges::find(after, provider) == after.end() && is_in_use(call, cluster, provider))
      refuse({ResourceInUseException, "The specified capacity provider is in use and cannot be removed."});
}

}  // namespace

PutClusterCapacityProvidersResponse put_cluster_capacity_providers(
    Call& call, PutClusterCapacityProvidersRequest const& request) {
  domain::Cluster cluster = require_known_cluster(call, request.cluster);
  if (cluster.status == domain::ClusterStatus::Inactive) refuse(client("Cluster was not ACTIVE."));
  auto const& providers = items(request.capacity_providers);
  auto const& strategy = items(request.default_capacity_provider_strategy);
  check_providers(call, providers);
  check(strategy_refused(strategy, providers));

  // Both lists replace what was there: nothing is merged.
  Cluster echoed = cluster_document(cluster.document);
  check_removal(call, cluster, items(echoed.capacity_providers), providers);
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
