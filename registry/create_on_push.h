#pragma once
// The repository that a push goes to.

#include <optional>

#include "domain/clock.h"
#include "registry/profile.h"
#include "state/repositories.h"

namespace neargate::registry {

/// nullopt: it is not there and this push may not make it. A new one lasts only if the transaction does.
std::optional<state::Repository> repository_for_push(state::Database& db, Profile profile,
                                                     domain::Scope const& scope,
                                                     domain::RepositoryName const& name, domain::Time now);

}  // namespace neargate::registry
