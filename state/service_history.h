#pragma once
// Rows of service deployments and service revisions: what a service has been through.

#include <optional>
#include <vector>

#include "domain/service.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::ServiceDeployment> find_service_deployment(Database& db, domain::ServiceKey const& key,
                                                                 domain::ServiceDeploymentId const& id);
/// Newest first.
std::vector<domain::ServiceDeployment> list_service_deployments(Database& db, domain::ServiceKey const& key);
/// Those that the scheduler has to do with, oldest first.
std::vector<domain::ServiceDeployment> list_unfinished_service_deployments(Database& db,
                                                                           domain::ServiceKey const& key);
void save_service_deployment(Database& db, domain::ServiceDeployment const& deployment);

std::optional<domain::ServiceRevision> find_service_revision(Database& db, domain::ServiceKey const& key,
                                                             domain::DeploymentId const& id);
void save_service_revision(Database& db, domain::ServiceRevision const& revision);
/// Under a new id: the scheduler that rolls back knows nothing of the document.
void copy_service_revision(Database& db, domain::ServiceKey const& key, domain::DeploymentId const& from,
                           domain::DeploymentId const& to, domain::Time now);

/// Forgets all of it.
void delete_service_history(Database& db, domain::ServiceKey const& key);

}  // namespace neargate::state
