#include "state/instance.h"

namespace neargate::state {

std::optional<std::string> find_fact(Database& db, std::string const& key) {
  Rows rows = db.query("SELECT value FROM instance WHERE key = ?", key);
  if (!rows.step()) return std::nullopt;
  return rows.text(0);
}

void set_fact(Database& db, std::string const& key, std::string const& value) {
  db.run(
      "INSERT INTO instance (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = "
      "excluded.value",
      key, value);
}

}  // namespace neargate::state
