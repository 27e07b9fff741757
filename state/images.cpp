#include "state/images.h"

namespace neargate::state {

namespace {

Image read_image(Rows const& rows) {
  Image image;
  image.number = rows.integer(0);
  image.digest = rows.id<domain::Digest>(1);
  image.media_type = rows.text(2);
  image.config_media_type = rows.optional_text(3);
  image.artifact_type = rows.optional_text(4);
  image.size = rows.integer(5);
  if (!rows.is_null(6)) image.subject = rows.id<domain::Digest>(6);
  image.pushed_at = rows.time(7);
  image.last_pulled_at = rows.optional_time(8);
  image.is_archived = rows.text(9) == "ARCHIVE";
  image.archived_at = rows.optional_time(10);
  image.activated_at = rows.optional_time(11);
  return image;
}

std::vector<Image> read_images(Rows rows) {
  std::vector<Image> images;
  while (rows.step()) images.push_back(read_image(rows));
  return images;
}

std::vector<std::string> read_texts(Rows rows) {
  std::vector<std::string> texts;
  while (rows.step()) texts.push_back(rows.text(0));
  return texts;
}

char const* word(ReferenceKind kind) { return kind == ReferenceKind::Blob ? "blob" : "image"; }

char const* word(TagFilter filter) {
  switch (filter) {
    case TagFilter::Any:
      return "ANY";
    case TagFilter::Tagged:
      return "TAGGED";
    case TagFilter::Untagged:
      break;
  }
  return "UNTAGGED";
}

}  // namespace

std::optional<Image> find_image(Database& db, RepositoryId repository, domain::Digest const& digest) {
  Rows rows = db.query(
      "SELECT number, digest, media_type, config_media_type, artifact_type, size, subject, pushed_at,"
      " last_pulled_at, storage_class, archived_at, activated_at FROM images WHERE repository = ? AND digest "
      "= ?",
      repository, digest);
  if (!rows.step()) return std::nullopt;
  return read_image(rows);
}

std::optional<domain::Digest> find_tagged(Database& db, RepositoryId repository, std::string const& tag) {
  Rows rows = db.query("SELECT digest FROM image_tags WHERE repository = ? AND tag = ?", repository, tag);
  if (!rows.step()) return std::nullopt;
  return rows.id<domain::Digest>(0);
}

std::string read_manifest(Database& db, RepositoryId repository, domain::Digest const& digest) {
  Rows rows = db.query("SELECT manifest FROM images WHERE repository = ? AND digest = ?", repository, digest);
  return rows.step() ? rows.text(0) : std::string();
}

bool has_images(Database& db, RepositoryId repository) {
  return db.query("SELECT 1 FROM images WHERE repository = ? LIMIT 1", repository).step();
}

std::vector<Image> list_images(Database& db, RepositoryId repository, TagFilter filter,
                               std::int64_t after_number, int limit, std::optional<bool> is_archived) {
  return read_images(db.query(
      "SELECT number, digest, media_type, config_media_type, artifact_type, size, subject, pushed_at,"
      " last_pulled_at, storage_class, archived_at, activated_at FROM images i WHERE repository = ?1 AND "
      "number > ?2"
      " AND (?3 = 'ANY' OR (?3 = 'TAGGED') = EXISTS (SELECT 1 FROM image_tags t"
      "   WHERE t.repository = i.repository AND t.digest = i.digest))"
      " AND (?5 IS NULL OR (storage_class = 'ARCHIVE') = ?5) ORDER BY number LIMIT ?4",
      repository, after_number, word(filter), limit, is_archived));
}

std::vector<ImageEntry> list_image_entries(Database& db, RepositoryId repository, TagFilter filter,
                                           std::int64_t after_image, std::int64_t after_tag, int limit,
                                           std::optional<bool> is_archived) {
  Rows rows = db.query(
      "SELECT i.number, coalesce(t.number, 0), i.digest, t.tag FROM images i LEFT JOIN image_tags t"
      " ON t.repository = i.repository AND t.digest = i.digest"
      " WHERE i.repository = ?1 AND i.number >= ?2 AND (i.number > ?2 OR coalesce(t.number, 0) > ?3)"
      " AND (?4 = 'ANY' OR (?4 = 'TAGGED') = (t.tag IS NOT NULL))"
      " AND (?6 IS NULL OR (i.storage_class = 'ARCHIVE') = ?6) ORDER BY i.number, t.number LIMIT ?5",
      repository, after_image, after_tag, word(filter), limit, is_archived);
  std::vector<ImageEntry> entries;
  while (rows.step())
    entries.push_back({rows.integer(0), rows.integer(1), rows.id<domain::Digest>(2), rows.optional_text(3)});
  return entries;
}

std::vector<std::string> list_image_tags(Database& db, RepositoryId repository,
                                         domain::Digest const& digest) {
  return read_texts(db.query("SELECT tag FROM image_tags WHERE repository = ? AND digest = ? ORDER BY number",
                             repository, digest));
}

std::vector<std::string> list_tags(Database& db, RepositoryId repository, int limit) {
  return read_texts(
      db.query("SELECT tag FROM image_tags WHERE repository = ? ORDER BY number LIMIT ?", repository, limit));
}

std::vector<std::string> list_tags_after(Database& db, RepositoryId repository, std::string const& after,
                                         int limit) {
  return read_texts(
      db.query("SELECT tag FROM image_tags WHERE repository = ? AND tag > ? ORDER BY tag LIMIT ?", repository,
               after, limit));
}

std::vector<std::string> list_tags_lexically(Database& db, RepositoryId repository, std::string const& after,
                                             int limit) {
  return read_texts(
      db.query("SELECT tag FROM image_tags WHERE repository = ?1 AND tag COLLATE NOCASE >= ?2"
               " AND (tag COLLATE NOCASE > ?2 OR tag > ?2) ORDER BY tag COLLATE NOCASE, tag LIMIT ?3",
               repository, after, limit));
}

std::vector<Image> list_referrers(Database& db, RepositoryId repository, domain::Digest const& subject) {
  return read_images(db.query(
      "SELECT number, digest, media_type, config_media_type, artifact_type, size, subject, pushed_at,"
      " last_pulled_at, storage_class, archived_at, activated_at FROM images WHERE repository = ? AND "
      "subject = ? ORDER BY number",
      repository, subject));
}

std::vector<domain::Digest> list_parents(Database& db, RepositoryId repository,
                                         domain::Digest const& digest) {
  std::vector<domain::Digest> parents;
  Rows rows = db.query(
      "SELECT image FROM image_references WHERE repository = ? AND kind = 'image' AND referenced = ?",
      repository, digest);
  while (rows.step()) parents.push_back(rows.id<domain::Digest>(0));
  return parents;
}

void insert_image(Database& db, RepositoryId repository, Image const& image, std::string const& manifest,
                  std::vector<ImageReference> const& references) {
  db.run(
      "INSERT INTO images (repository, digest, media_type, config_media_type, artifact_type, size, subject,"
      " pushed_at, last_pulled_at, manifest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      repository, image.digest, image.media_type, image.config_media_type, image.artifact_type, image.size,
      image.subject, image.pushed_at, image.last_pulled_at, manifest);
  for (ImageReference const& reference : references) {
    // A manifest may list the same layer twice.
    db.run("INSERT OR IGNORE INTO image_references (repository, image, kind, referenced) VALUES (?, ?, ?, ?)",
           repository, image.digest, word(reference.kind), reference.digest);
    if (reference.kind == ReferenceKind::Blob)
      db.run(
          "UPDATE repository_blobs SET idle_since = NULL, media_type = coalesce(?, media_type)"
          " WHERE repository = ? AND digest = ?",
          reference.media_type, repository, reference.digest);
  }
}

void set_tag(Database& db, RepositoryId repository, std::string const& tag, domain::Digest const& digest) {
  db.run("DELETE FROM image_tags WHERE repository = ? AND tag = ?", repository, tag);
  db.run("INSERT INTO image_tags (repository, tag, digest) VALUES (?, ?, ?)", repository, tag, digest);
}

void remove_tag(Database& db, RepositoryId repository, std::string const& tag) {
  db.run("DELETE FROM image_tags WHERE repository = ? AND tag = ?", repository, tag);
}

void delete_image(Database& db, RepositoryId repository, domain::Digest const& digest, domain::Time now) {
  db.run("DELETE FROM image_tags WHERE repository = ? AND digest = ?", repository, digest);
  db.run("DELETE FROM images WHERE repository = ? AND digest = ?", repository, digest);
  db.run(
      "UPDATE repository_blobs SET idle_since = ?1 WHERE repository = ?2 AND digest IN"
      " (SELECT referenced FROM image_references mine"
      "   WHERE mine.repository = ?2 AND mine.image = ?3 AND mine.kind = 'blob' AND NOT EXISTS"
      "    (SELECT 1 FROM image_references other WHERE other.repository = ?2 AND other.kind = 'blob'"
      "      AND other.referenced = mine.referenced AND other.image != ?3))",
      now, repository, digest);
  db.run("DELETE FROM image_references WHERE repository = ? AND image = ?", repository, digest);
}

void note_pull(Database& db, RepositoryId repository, domain::Digest const& digest, domain::Time now) {
  db.run("UPDATE images SET last_pulled_at = ? WHERE repository = ? AND digest = ?", now, repository, digest);
}

void set_archived(Database& db, RepositoryId repository, domain::Digest const& digest, bool is_archived,
                  domain::Time now) {
  db.run(
      "UPDATE images SET storage_class = iif(?1, 'ARCHIVE', 'STANDARD'),"
      " archived_at = iif(?1, ?2, archived_at), activated_at = iif(?1, activated_at, ?2)"
      " WHERE repository = ?3 AND digest = ?4",
      is_archived, now, repository, digest);
}

}  // namespace neargate::state
