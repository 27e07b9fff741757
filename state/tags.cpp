#include "state/tags.h"

namespace neargate::state {

TagList list_tags(Database& db, std::string const& arn) {
  Rows rows = db.query("SELECT key, value FROM tags WHERE arn = ? ORDER BY position, key", arn);
  TagList tags;
  while (rows.step()) tags.emplace_back(rows.text(0), rows.text(1));
  return tags;
}

void set_tags(Database& db, std::string const& arn, TagList const& tags) {
  for (auto const& [key, value] : tags)
    db.run(
        "INSERT INTO tags (arn, key, value, position)"
        " VALUES (?1, ?2, ?3, (SELECT coalesce(max(position), 0) + 1 FROM tags WHERE arn = ?1))"
        " ON CONFLICT (arn, key) DO UPDATE SET value = excluded.value",
        arn, key, value);
}

void remove_tags(Database& db, std::string const& arn, std::vector<std::string> const& keys) {
  for (auto const& key : keys) db.run("DELETE FROM tags WHERE arn = ? AND key = ?", arn, key);
}

void remove_all_tags(Database& db, std::string const& arn) { db.run("DELETE FROM tags WHERE arn = ?", arn); }

}  // namespace neargate::state
