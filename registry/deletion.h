#pragma once
// DELETE of the registry's HTTP face, on rows alone, inside the caller's transaction.

#include <variant>
#include <vector>

#include "domain/clock.h"
#include "registry/profile.h"
#include "state/images.h"

namespace neargate::registry {

struct ImageDeleted {};
struct NothingToDelete {};
/// An index of the repository contains it (ECR keeps it then).
struct NeededByIndexes {
  std::vector<domain::Digest> indexes;
};
using Deletion = std::variant<ImageDeleted, NothingToDelete, NeededByIndexes>;

/// A tag alone; of ECR the last tag takes the image with it (ecr.md "BatchDeleteImage by tag").
Deletion delete_tag(state::Database& db, Profile profile, state::RepositoryId repository,
                    std::string const& tag, domain::Time now);
/// An image with all its tags.
Deletion delete_by_digest(state::Database& db, Profile profile, state::RepositoryId repository,
                          domain::Digest const& digest, domain::Time now);

}  // namespace neargate::registry
