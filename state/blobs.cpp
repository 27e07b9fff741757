#include "state/blobs.h"

namespace neargate::state {

std::optional<RepositoryBlob> find_blob(Database& db, RepositoryId repository, domain::Digest const& digest) {
  Rows rows = db.query(
      "SELECT size, media_type, idle_since FROM repository_blobs WHERE repository = ? AND digest = ?",
      repository, digest);
  if (!rows.step()) return std::nullopt;
  return RepositoryBlob{rows.integer(0), rows.optional_text(1), rows.optional_time(2)};
}

std::optional<LocatedBlob> locate_blob(Database& db, domain::Scope const& scope,
                                       domain::RepositoryName const& name, domain::Digest const& digest) {
  Rows rows = db.query(
      "SELECT r.id, b.size, b.media_type, b.idle_since FROM repositories r"
      " LEFT JOIN repository_blobs b ON b.repository = r.id AND b.digest = ?"
      " WHERE r.account = ? AND r.region = ? AND r.name = ?",
      digest, scope.account, scope.region, name);
  if (!rows.step()) return std::nullopt;
  LocatedBlob located{rows.integer(0), std::nullopt};
  if (!rows.is_null(1))
    located.blob = RepositoryBlob{rows.integer(1), rows.optional_text(2), rows.optional_time(3)};
  return located;
}

void link_blob(Database& db, RepositoryId repository, domain::Digest const& digest, std::int64_t size,
               domain::Time now) {
  db.run("INSERT OR IGNORE INTO blobs (digest, size) VALUES (?, ?)", digest, size);
  db.run(
      "INSERT INTO repository_blobs (repository, digest, size, idle_since)"
      // A blob that was deleted under its image and is pushed again is needed at once.
      " SELECT ?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM image_references"
      "  WHERE repository = ?1 AND kind = 'blob' AND referenced = ?2) THEN NULL ELSE ?4 END"
      " WHERE true"
      " ON CONFLICT (repository, digest) DO UPDATE SET idle_since = ?4 WHERE idle_since IS NOT NULL",
      repository, digest, size, now);
}

void touch_blob(Database& db, RepositoryId repository, domain::Digest const& digest, domain::Time now) {
  db.run(
      "UPDATE repository_blobs SET idle_since = ? WHERE repository = ? AND digest = ?"
      " AND idle_since IS NOT NULL",
      now, repository, digest);
}

void touch_idle_blobs(Database& db, RepositoryId repository, domain::Time now) {
  db.run("UPDATE repository_blobs SET idle_since = ? WHERE repository = ? AND idle_since IS NOT NULL", now,
         repository);
}

bool unlink_blob(Database& db, RepositoryId repository, domain::Digest const& digest) {
  return db.run("DELETE FROM repository_blobs WHERE repository = ? AND digest = ?", repository, digest) > 0;
}

std::optional<RepositoryId> find_repository_with_blob(Database& db, domain::Scope const& scope,
                                                      domain::Digest const& digest) {
  Rows rows = db.query(
      "SELECT r.id FROM repository_blobs b JOIN repositories r ON r.id = b.repository"
      " WHERE b.digest = ? AND r.account = ? AND r.region = ? LIMIT 1",
      digest, scope.account, scope.region);
  if (!rows.step()) return std::nullopt;
  return rows.integer(0);
}

std::vector<RepositoryId> list_repositories_with_idle_blobs(Database& db, domain::Time before) {
  std::vector<RepositoryId> repositories;
  Rows rows = db.query("SELECT DISTINCT repository FROM repository_blobs WHERE idle_since < ?", before);
  while (rows.step()) repositories.push_back(rows.integer(0));
  return repositories;
}

void unlink_idle_blobs(Database& db, RepositoryId repository, domain::Time before) {
  db.run("DELETE FROM repository_blobs WHERE repository = ? AND idle_since < ?", repository, before);
}

std::vector<domain::Digest> forget_unlinked_blobs(Database& db) {
  std::vector<domain::Digest> digests;
  Rows rows = db.query(
      "DELETE FROM blobs WHERE NOT EXISTS"
      " (SELECT 1 FROM repository_blobs WHERE repository_blobs.digest = blobs.digest) RETURNING digest");
  while (rows.step()) digests.push_back(rows.id<domain::Digest>(0));
  return digests;
}

std::optional<std::int64_t> find_blob_size(Database& db, domain::Digest const& digest) {
  Rows rows = db.query("SELECT size FROM blobs WHERE digest = ?", digest);
  if (!rows.step()) return std::nullopt;
  return rows.integer(0);
}

std::vector<domain::Digest> list_known_blobs(Database& db) {
  std::vector<domain::Digest> digests;
  Rows rows = db.query("SELECT digest FROM blobs");
  while (rows.step()) digests.push_back(rows.id<domain::Digest>(0));
  return digests;
}

void forget_blob(Database& db, domain::Digest const& digest) {
  db.run("DELETE FROM repository_blobs WHERE digest = ?", digest);
  db.run("DELETE FROM blobs WHERE digest = ?", digest);
}

}  // namespace neargate::state
