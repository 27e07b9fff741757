#pragma once
// Rows of blobs: the files that exist, and the repositories that show them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

/// A blob as one repository shows it.
struct RepositoryBlob {
  std::int64_t size = 0;
  std::optional<std::string> media_type;   ///< once a manifest named it
  std::optional<domain::Time> idle_since;  ///< no image of the repository needs it since then
};

std::optional<RepositoryBlob> find_blob(Database& db, RepositoryId repository, domain::Digest const& digest);
/// The same by the repository's name, in one indexed read: HEAD of a blob is the registry's hottest request.
struct LocatedBlob {
  RepositoryId repository = 0;
  std::optional<RepositoryBlob> blob;
};
/// nullopt: there is no such repository.
std::optional<LocatedBlob> locate_blob(Database& db, domain::Scope const& scope,
                                       domain::RepositoryName const& name, domain::Digest const& digest);

/// Notes that the file exists and shows it in the repository, idle from `now` if no image there needs it.
void link_blob(Database& db, RepositoryId repository, domain::Digest const& digest, std::int64_t size,
               domain::Time now);
/// A push counts on this blob: an idle one stays for the sweep's whole grace again.
void touch_blob(Database& db, RepositoryId repository, domain::Digest const& digest, domain::Time now);

/// False: the repository does not show it.
bool unlink_blob(Database& db, RepositoryId repository, domain::Digest const& digest);
/// As touch_blob, of all idle blobs of the repository.
void touch_idle_blobs(Database& db, RepositoryId repository, domain::Time now);
/// Some repository of this account and region that shows the blob.
std::optional<RepositoryId> find_repository_with_blob(Database& db, domain::Scope const& scope,
                                                      domain::Digest const& digest);
/// Those that show blobs which are idle since before `before`.
std::vector<RepositoryId> list_repositories_with_idle_blobs(Database& db, domain::Time before);
/// Stops showing these blobs there.
void unlink_idle_blobs(Database& db, RepositoryId repository, domain::Time before);
/// Forgets the blobs that no repository shows; answers them, so that their files can go.
std::vector<domain::Digest> forget_unlinked_blobs(Database& db);
/// nullopt: no file has this digest.
std::optional<std::int64_t> find_blob_size(Database& db, domain::Digest const& digest);
std::vector<domain::Digest> list_known_blobs(Database& db);
/// For a file that is lost: no repository shows it any more.
void forget_blob(Database& db, domain::Digest const& digest);

}  // namespace neargate::state
