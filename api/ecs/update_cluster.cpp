#include "api/ecs/cluster_view.h"
#include "api/ecs/documents.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/cluster_rules.h"
#include "api/ecs/service_connect.h"
#include "api/ecs/unhonoured.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

UpdateClusterResponse update_cluster(Call& call, UpdateClusterRequest const& request) {
  domain::Cluster cluster = require_known_cluster(call, request.cluster);
  if (cluster.status == domain::ClusterStatus::Inactive) refuse(client("Cluster was not ACTIVE."));
  check(settings_refused(request.settings));
  check(configuration_refused(request.configuration));
  log_unhonoured_members(call, request);

  Cluster echoed = cluster_document(cluster.document);
  if (request.settings && !request.settings->empty()) echoed.settings = request.settings;
  if (request.configuration) echoed.configuration = request.configuration;
  if (request.service_connect_defaults) {
    // An empty namespace takes the default away.
    std::string const arn = namespace_arn(call, *request.service_connect_defaults);
    echoed.service_connect_defaults.reset();
    if (!arn.empty()) echoed.service_connect_defaults = {.namespace_ = arn};
  }
  cluster.document = print_document(echoed);
  state::save_cluster(call.db, cluster);

  Cluster view = cluster_view(call, cluster, {ClusterField::Settings, ClusterField::Configurations});
  view.attachments.emplace();
  return {.cluster = std::move(view)};
}

}  // namespace neargate::api::ecs
