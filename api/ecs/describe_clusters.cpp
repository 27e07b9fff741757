#include <set>

#include "api/ecs/cluster_view.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

namespace {
constexpr std::size_t clusters_max = 100;

/// The full ARN that a failure names, built from whatever the request gave.
std::string failure_arn(Call const& call, std::string const& cluster) {
  return cluster.starts_with("arn:") ? cluster
                                     : domain::cluster_arn(call.scope, domain::ClusterName{cluster});
}

}  // namespace

DescribeClustersResponse describe_clusters(Call& call, DescribeClustersRequest const& request) {
  std::vector<std::string> named = request.clusters.value_or(std::vector<std::string>{});
  if (named.empty()) named = {default_cluster};
  if (named.size() > clusters_max) refuse(invalid("clusters can have at most 100 items."));
  auto const include = cluster_includes(request.include.value_or(std::vector<std::string>{}));

  DescribeClustersResponse response;
  response.clusters.emplace();
  response.failures.emplace();
  std::set<std::string> seen;
  for (std::string const& text : named) {
    std::string const arn = failure_arn(call, text);
    if (!seen.insert(arn).second) continue;
    auto const name = domain::cluster_name_from(call.scope, text);
    auto const cluster = name ? state::find_cluster(call.db, call.scope, *name) : std::nullopt;
    if (!cluster) {
      response.failures->push_back({.arn = arn, .reason = "MISSING"});
      continue;
    }
    // AWS looks at `include` only once there is something to show.
    if (!include)
      refuse(invalid("include should be one of [ATTACHMENTS,CONFIGURATIONS,SETTINGS,STATISTICS,TAGS]"));
    response.clusters->push_back(cluster_view(call, *cluster, *include));
  }
  return response;
}

}  // namespace neargate::api::ecs
