#pragma once
// Repositories that nobody creates by hand: for an image that is replicated, or cached from upstream.

#include "domain/clock.h"
#include "state/repositories.h"

namespace neargate::registry {

enum class MadeFor { Replication, PullThroughCache };

/// A new repository as ECR makes it for this; the name must be free.
state::Repository make_repository(state::Database& db, domain::Scope const& scope,
                                  domain::RepositoryName const& name, MadeFor purpose, domain::Time now);

}  // namespace neargate::registry
