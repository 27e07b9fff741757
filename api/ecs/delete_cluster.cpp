#include "api/ecs/cluster_view.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

void check_empty(Call& call, domain::Cluster const& cluster) {
  // An ACTIVE service blocks even at desiredCount 0; a DRAINING one does so only by its tasks.
  if (!state::list_services(call.db, call.scope, cluster.name).empty())
    refuse({ClusterContainsServicesException, "The Cluster cannot be deleted while Services are active."});
  auto const counts = state::count_cluster(call.db, call.scope, cluster.name);
  if (counts.container_instances > 0)
    refuse({ClusterContainsContainerInstancesException,
            "The Cluster cannot be deleted while Container Instances are active or draining."});
  if (counts.live_tasks > 0)
    refuse({ClusterContainsTasksException, "The Cluster cannot be deleted while Tasks are active."});
}

}  // namespace

DeleteClusterResponse delete_cluster(Call& call, DeleteClusterRequest const& request) {
  domain::Cluster cluster = require_known_cluster(call, request.cluster);
  if (cluster.status == domain::ClusterStatus::Active) {
    check_empty(call, cluster);
    cluster.status = domain::ClusterStatus::Inactive;
    state::save_cluster(call.db, cluster);
  }
  // Tags stay with the INACTIVE cluster, yet this answer shows none.
  return {.cluster = cluster_view(call, cluster, {ClusterField::Settings, ClusterField::Configurations}),
          .cluster_count = 0};
}

}  // namespace neargate::api::ecs
