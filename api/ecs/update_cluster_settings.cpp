#include "api/ecs/cluster_view.h"
#include "api/ecs/documents.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/cluster_rules.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

UpdateClusterSettingsResponse update_cluster_settings(Call& call,
                                                      UpdateClusterSettingsRequest const& request) {
  domain::Cluster cluster = require_known_cluster(call, request.cluster);
  if (cluster.status == domain::ClusterStatus::Inactive) refuse(client("Cluster was not ACTIVE."));
  if (!request.settings || request.settings->empty()) refuse(invalid("Settings cannot be empty."));
  check(settings_refused(request.settings));

  Cluster echoed = cluster_document(cluster.document);
  echoed.settings = request.settings;
  cluster.document = print_document(echoed);
  state::save_cluster(call.db, cluster);

  Cluster view = cluster_view(call, cluster, {ClusterField::Settings, ClusterField::Configurations});
  view.attachments.emplace();
  return {.cluster = std::move(view)};
}

}  // namespace neargate::api::ecs
