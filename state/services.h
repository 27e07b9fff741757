#pragma once
// Rows of services, their deployments and events.

#include <optional>
#include <string>
#include <vector>

#include "domain/service.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::Service> find_service(Database& db, domain::ServiceKey const& key);
/// ACTIVE services of a cluster by name.
std::vector<domain::Service> list_services(Database& db, domain::Scope const& scope,
                                           domain::ClusterName const& cluster);
struct ServiceFilter {
  std::optional<domain::SchedulingStrategy> scheduling;
  /// Of services without a capacity provider strategy: the others have no launch type to filter by.
  std::optional<domain::LaunchType> launch_type;
};
/// Names of ACTIVE services in order, those behind `after`, `most` at most.
std::vector<domain::ServiceName> list_service_names(Database& db, domain::Scope const& scope,
                                                    domain::ClusterName const& cluster,
                                                    ServiceFilter const& filter, std::string const& after,
                                                    int most);
/// ACTIVE and DRAINING services of every account: the reconciler's work.
std::vector<domain::Service> list_live_services(Database& db);
/// Inserts or replaces the service and its deployments (those no longer in the list are deleted).
void save_service(Database& db, domain::Service const& service);
/// Forgets a service with its deployments and events (a new service of the name has no history).
void delete_service(Database& db, domain::ServiceKey const& key);

/// Newest first, 100 at most: AWS keeps no more.
std::vector<domain::ServiceEvent> list_service_events(Database& db, domain::ServiceKey const& key);
void add_service_event(Database& db, domain::ServiceKey const& key, domain::ServiceEvent const& event);

}  // namespace neargate::state
