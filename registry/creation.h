#pragma once
// Repositories that nobody created by hand: a first pull through the cache, a replicated image, a push. They
// get what the creation template says whose prefix fits best.

#include <optional>
#include <string>

#include "domain/clock.h"
#include "state/creation_templates.h"
#include "state/repositories.h"

namespace neargate::registry {

enum class CreationReason { Replication, PullThroughCache, CreateOnPush };
std::string_view word_of(CreationReason reason);

/// PREFIX/… is what a prefix means; ROOT takes what no other fits. The longest wins.
std::optional<state::CreationTemplate> find_template_for(state::Database& db, domain::Scope const& scope,
                                                         domain::RepositoryName const& name,
                                                         CreationReason reason);

/// Makes the repository, whose name must be free, with settings, tags and policies of the template; without
/// one with AWS's defaults. nullopt: a push creates only where a template says so.
std::optional<state::Repository> apply_template(state::Database& db, domain::Scope const& scope,
                                                domain::RepositoryName const& name, CreationReason reason,
                                                domain::Time now);

}  // namespace neargate::registry
