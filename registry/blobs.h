#pragma once
// Blobs as files, named by digest, and the repositories that show them. A file is in place before its row
// says so, and its row is gone before the file is: a crash between the two leaves a file too many, which the
// next start removes, never a row without its bytes.

#include <filesystem>
#include <mutex>
#include <optional>
#include <set>

#include "domain/clock.h"
#include "domain/ids.h"
#include "registry/file.h"
#include "registry/layout.h"
#include "state/repositories.h"
#include "state/store.h"

namespace neargate::registry {

class Blobs final {
 public:
  Blobs(state::Store& store, Layout const& layout) : store_(store), layout_(layout) {}

  /// The bytes of a blob; nullopt when they are gone. Whether a repository shows it is a matter of rows.
  std::optional<File> open(domain::Digest const& digest) const;

  enum class Kept { Yes, RepositoryGone };
  /// Shows a blob that is there already (pushed before, or being pushed by two clients at once); nullopt: it
  /// is not there.
  std::optional<Kept> link_known(domain::Digest const& digest, state::RepositoryId repository,
                                 domain::Time now);
  /// Takes over a complete, checked and synced file and shows it in the repository. Whatever comes
  /// of it, nothing is left behind in blobs/ that no repository shows; `finished` may be left.
  Kept keep(std::filesystem::path const& finished, domain::Digest const& digest, std::uint64_t size,
            state::RepositoryId repository, domain::Time now);

  /// The push goes on: what it sent before counts as just sent.
  void keep_idle(state::RepositoryId repository, domain::Time now);

  /// Forgets blobs that no image needs and no push has counted on since `before`, and removes files that no
  /// repository shows. Repositories that are being pushed to keep theirs: one large layer may take longer.
  void sweep(domain::Time before, std::set<state::RepositoryId> const& pushed_to);
  /// At start: removes files without a row, and rows without a file so that a push mends them.
  void match_files_and_rows();

 private:
  class Placing;
  void put_in_place(std::filesystem::path const& finished, domain::Digest const& digest) const;
  bool remove_unless_known(domain::Digest const& digest);

  state::Store& store_;
  Layout const& layout_;
  std::mutex mutex_;                       ///< taken after the store's, never before it
  std::multiset<domain::Digest> placing_;  ///< files that are in place or soon, their rows not yet
};

}  // namespace neargate::registry
