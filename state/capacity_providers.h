#pragma once
// Rows of created capacity providers; FARGATE and FARGATE_SPOT have none.

#include <optional>
#include <string>
#include <vector>

#include "domain/capacity_provider.h"
#include "state/database.h"

namespace neargate::state {

/// ACTIVE or INACTIVE.
std::optional<domain::CapacityProvider> find_capacity_provider(Database& db, domain::Scope const& scope,
                                                               std::string const& name);
/// ACTIVE ones by name.
std::vector<domain::CapacityProvider> list_capacity_providers(Database& db, domain::Scope const& scope);
void save_capacity_provider(Database& db, domain::CapacityProvider const& provider);  ///< insert or replace

}  // namespace neargate::state
