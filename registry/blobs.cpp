#include "registry/blobs.h"

#include <spdlog/spdlog.h>

#include <mutex>
#include <set>

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

std::optional<Blobs::Kept> Blobs::link_known(domain::Digest const& digest, state::RepositoryId repository,
                                             domain::Time now) {
  std::lock_guard const placing(placing_);
  return store_.transact([&](state::Database& db) -> std::optional<Kept> {
    auto const size = state::find_blob_size(db, digest);
    if (!size) return std::nullopt;
    if (!state::repository_exists(db, repository)) return Kept::RepositoryGone;
    state::link_blob(db, repository, digest, *size, now);
    return Kept::Yes;
  });
}

Blobs::Kept Blobs::keep(fs::path const& finished, domain::Digest const& digest, std::uint64_t size,
                        state::RepositoryId repository, domain::Time now) {
  std::lock_guard const placing(placing_);
  fs::path const place = layout_.blob(digest);
  fs::rename(finished, place);
  try {
    sync_directory(place.parent_path());
    bool const linked = store_.transact([&](state::Database& db) {
      if (!state::repository_exists(db, repository)) return false;
      state::link_blob(db, repository, digest, static_cast<std::int64_t>(size), now);
      return true;
    });
    if (!linked) remove_unless_known(digest);
    return linked ? Kept::Yes : Kept::RepositoryGone;
  } catch (...) {
    remove_unless_known(digest);
    throw;
  }
}

void Blobs::remove_unless_known(domain::Digest const& digest) {
  if (store_.read([&](state::Database& db) { return state::find_blob_size(db, digest).has_value(); })) return;
  std::error_code ignored;  // what stays is removed by the next start
  fs::remove(layout_.blob(digest), ignored);
}

void Blobs::sweep(domain::Time before) {
  std::lock_guard const placing(placing_);
  auto const forgotten = store_.transact([&](state::Database& db) {
    state::unlink_idle_blobs(db, before);
    return state::forget_unlinked_blobs(db);
  });
  for (domain::Digest const& digest : forgotten) {
    std::error_code error;
    fs::remove(layout_.blob(digest), error);
    if (error) spdlog::warn("registry=sweep digest={} error=\"{}\"", digest.text(), error.message());
  }
  if (!forgotten.empty()) spdlog::info("registry=sweep removed_blobs={}", forgotten.size());
}

void Blobs::match_files_and_rows() {
  std::lock_guard const placing(placing_);
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
