#pragma once
// Rows of container instances.

#include <optional>
#include <vector>

#include "domain/container_instance.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::ContainerInstance> find_container_instance(Database& db,
                                                                 domain::ContainerInstanceKey const& key);
/// Those of a cluster that are not INACTIVE, by id.
std::vector<domain::ContainerInstance> list_container_instances(Database& db, domain::Scope const& scope,
                                                                domain::ClusterName const& cluster);
/// Those of every account that are not INACTIVE: the reconciler's work.
std::vector<domain::ContainerInstance> list_live_container_instances(Database& db);
void save_container_instance(Database& db, domain::ContainerInstance const& instance);
void delete_container_instance(Database& db, domain::ContainerInstanceKey const& key);

}  // namespace neargate::state
