#include "registry/blobs.h"

#include <spdlog/spdlog.h>

#include "registry/digest.h"
#include "state/blobs.h"

namespace neargate::registry {

namespace fs = std::filesystem;

std::optional<File> Blobs::open(domain::Digest const& digest) const {
  try {
    return File::read(layout_.blob(digest));
  } catch (std::system_error const& error) {
    if (error.code() == std::errc::no_such_file_or_directory) return std::nullopt;
    throw;
  }
}

/// While it lives nobody removes the file of this digest.
class Blobs::Placing final {
 public:
  Placing(Blobs& blobs, domain::Digest const& digest) : blobs_(blobs) {
    std::lock_guard const lock(blobs_.mutex_);
    entry_ = blobs_.placing_.insert(digest);
  }
  ~Placing() {
    std::lock_guard const lock(blobs_.mutex_);
    blobs_.placing_.erase(entry_);
  }
  Placing(Placing const&) = delete;
  Placing& operator=(Placing const&) = delete;

 private:
  Blobs& blobs_;
  std::multiset<domain::Digest>::iterator entry_;
};

namespace {

Blobs::Kept link(state::Database& db, domain::Digest const& digest, std::int64_t size,
                 state::RepositoryId repository, domain::Time now) {
  if (!state::repository_exists(db, repository)) return Blobs::Kept::RepositoryGone;
  state::link_blob(db, repository, digest, size, now);
  return Blobs::Kept::Yes;
}

}  // namespace

std::optional<Blobs::Kept> Blobs::link_known(domain::Digest const& digest, state::RepositoryId repository,
                                             domain::Time now) {
  return store_.transact([&](state::Database& db) -> std::optional<Kept> {
    auto const size = state::find_blob_size(db, digest);
    if (!size) return std::nullopt;
    return link(db, digest, *size, repository, now);
  });
}

void Blobs::put_in_place(fs::path const& finished, domain::Digest const& digest) const {
  fs::path const place = layout_.blob(digest);
  fs::rename(finished, place);
  sync_directory(place.parent_path());
}

Blobs::Kept Blobs::keep(fs::path const& finished, domain::Digest const& digest, std::uint64_t size,
                        state::RepositoryId repository, domain::Time now) {
  Kept kept = Kept::RepositoryGone;
  try {
    Placing const placing(*this, digest);
    put_in_place(finished, digest);
    kept = store_.transact([&](state::Database& db) {
      return link(db, digest, static_cast<std::int64_t>(size), repository, now);
    });
  } catch (...) {
    remove_unless_known(digest);
    throw;
  }
  if (kept == Kept::RepositoryGone) remove_unless_known(digest);
  return kept;
}

void Blobs::keep_idle(state::RepositoryId repository, domain::Time now) {
  store_.transact([&](state::Database& db) { state::touch_idle_blobs(db, repository, now); });
}

/// The store's lock is held over both the look and the removal, so that no row appears between them.
bool Blobs::remove_unless_known(domain::Digest const& digest) {
  return store_.read([&](state::Database& db) {
    std::lock_guard const lock(mutex_);
    if (placing_.contains(digest) || state::find_blob_size(db, digest)) return false;
    std::error_code error;  // what stays is removed by the next start
    bool const removed = fs::remove(layout_.blob(digest), error);
    if (error) spdlog::warn("registry=blobs digest={} error=\"{}\"", digest.text(), error.message());
    return removed;
  });
}

void Blobs::sweep(domain::Time before, std::set<state::RepositoryId> const& pushed_to) {
  auto const forgotten = store_.transact([&](state::Database& db) {
    for (state::RepositoryId const repository : state::list_repositories_with_idle_blobs(db, before))
      if (!pushed_to.contains(repository)) state::unlink_idle_blobs(db, repository, before);
    return state::forget_unlinked_blobs(db);
  });
  std::size_t removed = 0;
  for (domain::Digest const& digest : forgotten) removed += remove_unless_known(digest) ? 1 : 0;
  if (removed > 0) spdlog::info("registry=sweep removed_blobs={}", removed);
}

void Blobs::match_files_and_rows() {
  auto const known = store_.read([](state::Database& db) { return state::list_known_blobs(db); });
  std::set<domain::Digest> without_file(known.begin(), known.end());
  for (char const* const algorithm : digest_algorithms)
    for (auto const& entry : fs::directory_iterator(layout_.blobs_of(algorithm))) {
      domain::Digest const digest{std::string(algorithm) + ':' + entry.path().filename().string()};
      // A name that is no digest is not ours: nobody's file is removed by mistake.
      if (without_file.erase(digest) == 0 && algorithm_of(digest)) fs::remove(entry.path());
    }
  if (without_file.empty()) return;
  store_.transact([&](state::Database& db) {
    for (domain::Digest const& digest : without_file) state::forget_blob(db, digest);
  });
  spdlog::warn("registry=start lost_blobs={} hint=\"their files are missing: push their images again\"",
               without_file.size());
}

}  // namespace neargate::registry
