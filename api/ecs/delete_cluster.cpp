#include <algorithm>

#include "api/ecs/cluster_view.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"
#include "state/container_instances.h"
#include "state/services.h"
#include "state/tags.h"

namespace neargate::api::ecs {

namespace {

void check_empty(Call& call, domain::Cluster const& cluster) {
  // An ACTIVE service blocks even at desiredCount 0; a DRAINING one does so only by its tasks.
  if (!state::list_services(call.db, call.scope, cluster.name).empty())
    refuse({ClusterContainsServicesException, "The Cluster cannot be deleted while Services are active."});
  auto const instances = state::list_container_instances(call.db, call.scope, cluster.name);
  if (!std::ranges::all_of(instances, &domain::ContainerInstance::is_local))
    refuse({ClusterContainsContainerInstancesException,
            "The Cluster cannot be deleted while Container Instances are active or draining."});
  if (state::count_cluster(call.db, call.scope, cluster.name).live_tasks > 0)
    refuse({ClusterContainsTasksException, "The Cluster cannot be deleted while Tasks are active."});
}

/// Nobody registered it, so nobody has to deregister it.
void remove_local_machine(Call& call, domain::Cluster const& cluster) {
  for (auto const& instance : state::list_container_instances(call.db, call.scope, cluster.name)) {
    state::delete_container_instance(call.db, instance.key);
    state::remove_all_tags(call.db, domain::container_instance_arn(instance.key));
  }
}

}  // namespace

DeleteClusterResponse delete_cluster(Call& call, DeleteClusterRequest const& request) {
  domain::Cluster cluster = require_known_cluster(call, request.cluster);
  if (cluster.status == domain::ClusterStatus::Active) {
    check_empty(call, cluster);
    remove_local_machine(call, cluster);
    cluster.status = domain::ClusterStatus::Inactive;
    state::save_cluster(call.db, cluster);
  }
  // Tags stay with the INACTIVE cluster, yet this answer shows none.
  return {.cluster = cluster_view(call, cluster, {ClusterField::Settings, ClusterField::Configurations}),
          .cluster_count = 0};
}

}  // namespace neargate::api::ecs
