#include "api/ecs/account_settings.h"
#include "api/ecs/capacity_providers.h"
#include "api/ecs/cluster_view.h"
#include "api/ecs/documents.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/capacity_rules.h"
#include "api/ecs/rules/cluster_rules.h"
#include "api/ecs/service_connect.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/unhonoured.h"
#include "api/iam/service_linked_roles.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

namespace {

ClusterIncludes const shown{ClusterField::Configurations, ClusterField::Settings, ClusterField::Tags};

void check_request(Call& call, CreateClusterRequest const& request, std::string const& name) {
  auto const providers = request.capacity_providers.value_or(std::vector<std::string>{});
  check(cluster_name_refused(name));
  check(settings_refused(request.settings));
  check(configuration_refused(request.configuration));
  check_providers(call, providers);
  check(strategy_refused(
      request.default_capacity_provider_strategy.value_or(std::vector<CapacityProviderStrategyItem>{}),
      providers));
  check(tags_refused(request.tags));
}

Cluster echoed_members(Call& call, CreateClusterRequest const& request) {
  Cluster echoed;
  echoed.settings = request.settings;
  if (!echoed.settings || echoed.settings->empty())
    echoed.settings = {{.name = container_insights,
                        .value = effective_setting(call, call.caller_arn, SettingName::ContainerInsights)}};
  echoed.configuration = request.configuration;
  echoed.capacity_providers = request.capacity_providers.value_or(std::vector<std::string>{});
  echoed.default_capacity_provider_strategy = with_defaults(
      request.default_capacity_provider_strategy.value_or(std::vector<CapacityProviderStrategyItem>{}));
  if (request.service_connect_defaults)
    echoed.service_connect_defaults = {.namespace_ = namespace_arn(call, *request.service_connect_defaults)};
  return echoed;
}

/// Only members that this request gives are compared: a bare repetition always succeeds.
void check_repetition(CreateClusterRequest const& request, Cluster const& wanted, Cluster const& stored) {
  bool const same =
      (!request.settings || request.settings->empty() || wanted.settings == stored.settings) &&
      (!request.configuration || wanted.configuration == stored.configuration) &&
      (!request.capacity_providers || wanted.capacity_providers == stored.capacity_providers) &&
      (!request.default_capacity_provider_strategy ||
       wanted.default_capacity_provider_strategy == stored.default_capacity_provider_strategy) &&
      (!request.service_connect_defaults ||
       wanted.service_connect_defaults == stored.service_connect_defaults);
  if (!same)
    refuse(invalid(
        "Arguments on this idempotent request are inconsistent with arguments used in previous request(s)."));
}

}  // namespace

CreateClusterResponse create_cluster(Call& call, CreateClusterRequest const& request) {
  std::string const text = request.cluster_name.value_or("");
  domain::ClusterName const name{text.empty() ? default_cluster : text};
  check_request(call, request, name.text());
  log_unhonoured_members(call, request);

  Cluster const echoed = echoed_members(call, request);
  auto cluster = state::find_cluster(call.db, call.scope, name);
  if (cluster && cluster->status == domain::ClusterStatus::Active) {
    check_repetition(request, echoed, cluster_document(cluster->document));
  } else {
    cluster = {.scope = call.scope,
               .name = name,
               .status = domain::ClusterStatus::Active,
               .created_at = call.clock.now(),
               .document = print_document(echoed)};
    state::save_cluster(call.db, *cluster);
    iam::ensure_service_linked_role(call, "ecs.amazonaws.com");  // AWS does, at an account's first cluster
    // A cluster of the same name that was deleted leaves neither tags nor settings behind.
    std::string const arn = domain::cluster_arn(call.scope, name);
    state::remove_all_tags(call.db, arn);
    state::set_tags(call.db, arn, tag_list(request.tags));
  }
  return {.cluster = cluster_view(call, *cluster, shown), .cluster_count = 1};
}

}  // namespace neargate::api::ecs
