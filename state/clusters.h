#pragma once
// Rows of clusters. INACTIVE ones stay findable, as AWS keeps describing them.

#include <optional>
#include <utility>
#include <vector>

#include "domain/cluster.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::Cluster> find_cluster(Database& db, domain::Scope const& scope,
                                            domain::ClusterName const& name);
/// ACTIVE clusters by name.
std::vector<domain::Cluster> list_clusters(Database& db, domain::Scope const& scope);
/// ACTIVE clusters of every region.
std::vector<std::pair<domain::Region, domain::ClusterName>> list_clusters_of_account(
    Database& db, domain::AccountId const& account);
void save_cluster(Database& db, domain::Cluster const& cluster);  ///< insert or replace

/// What DescribeClusters counts, taken from the tasks and services themselves.
struct ClusterCounts {
  int live_tasks = 0;  ///< every task that is not STOPPED
  int running_tasks = 0, pending_tasks = 0, active_services = 0, container_instances = 0;
  int running_fargate = 0, running_ec2 = 0, running_external = 0;
  int pending_fargate = 0, pending_ec2 = 0, pending_external = 0;
  int active_fargate_services = 0, active_ec2_services = 0, active_external_services = 0;
  int draining_fargate_services = 0, draining_ec2_services = 0, draining_external_services = 0;
};
ClusterCounts count_cluster(Database& db, domain::Scope const& scope, domain::ClusterName const& name);

}  // namespace neargate::state
