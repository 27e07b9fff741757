#pragma once
// Replication: an image that is pushed goes to other regions and accounts of this server. A push orders it in
// its own transaction; the caretaker carries it out. Blobs are shared, so it is a matter of rows.

#include <optional>
#include <string>

#include "state/images.h"
#include "state/repositories.h"

namespace neargate::registry {

/// Notes where an image must go that was pushed just now. One hop: what arrives goes no further.
void order_replications(state::Database& db, state::Repository const& repository,
                        domain::Digest const& digest, std::optional<std::string> const& tag);

/// Carries out the oldest order, so that it is COMPLETE or FAILED; false: there is none.
bool replicate_next(state::Database& db, domain::Time now);

}  // namespace neargate::registry
