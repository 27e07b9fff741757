#include "state/layer_uploads.h"

namespace neargate::state {

void note_layer_part(Database& db, std::string const& upload, RepositoryId repository, std::int64_t size) {
  db.run(
      "INSERT INTO layer_uploads (upload, repository, last_part_size, has_small_part) VALUES (?1, ?2, ?3, 0)"
      " ON CONFLICT (upload) DO UPDATE SET has_small_part = has_small_part OR last_part_size < ?4,"
      " last_part_size = ?3",
      upload, repository, size, layer_part_bytes_min);
}

bool has_small_layer_part(Database& db, std::string const& upload) {
  return db.query("SELECT 1 FROM layer_uploads WHERE upload = ? AND has_small_part", upload).step();
}

void forget_layer_upload(Database& db, std::string const& upload) {
  db.run("DELETE FROM layer_uploads WHERE upload = ?", upload);
}

}  // namespace neargate::state
