#include "registry/deletion.h"

namespace neargate::registry {

Deletion delete_tag(state::Database& db, Profile profile, state::RepositoryId repository,
                    std::string const& tag, domain::Time now) {
  auto const digest = state::find_tagged(db, repository, tag);
  if (!digest) return NothingToDelete{};
  if (profile == Profile::Ecr && state::list_image_tags(db, repository, *digest).size() == 1)
    return delete_by_digest(db, profile, repository, *digest, now);
  state::remove_tag(db, repository, tag);
  return ImageDeleted{};
}

Deletion delete_by_digest(state::Database& db, Profile profile, state::RepositoryId repository,
                          domain::Digest const& digest, domain::Time now) {
  if (!state::find_image(db, repository, digest)) return NothingToDelete{};
  auto indexes = state::list_parents(db, repository, digest);
  if (profile == Profile::Ecr && !indexes.empty()) return NeededByIndexes{std::move(indexes)};
  state::delete_image(db, repository, digest, now);
  return ImageDeleted{};
}

}  // namespace neargate::registry
