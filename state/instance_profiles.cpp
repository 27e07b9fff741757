#include "state/instance_profiles.h"

namespace neargate::state {

namespace {

domain::InstanceProfile read_profile(Rows const& rows) {
  domain::InstanceProfile profile{.account = rows.id<domain::AccountId>(0),
                                  .name = rows.text(1),
                                  .path = rows.text(2),
                                  .id = rows.text(3),
                                  .created_at = rows.time(5)};
  if (!rows.is_null(4)) profile.role = rows.id<domain::RoleName>(4);
  return profile;
}

}  // namespace

std::optional<domain::InstanceProfile> find_instance_profile(Database& db, domain::AccountId const& account,
                                                             std::string const& name) {
  Rows rows = db.query(
      "SELECT account, name, path, id, role, created_at FROM instance_profiles"
      " WHERE account = ? AND name = ?",
      account, name);
  if (!rows.step()) return std::nullopt;
  return read_profile(rows);
}

std::vector<domain::InstanceProfile> list_instance_profiles(Database& db, domain::AccountId const& account) {
  Rows rows = db.query(
      "SELECT account, name, path, id, role, created_at FROM instance_profiles"
      " WHERE account = ? ORDER BY name",
      account);
  std::vector<domain::InstanceProfile> profiles;
  while (rows.step()) profiles.push_back(read_profile(rows));
  return profiles;
}

void save_instance_profile(Database& db, domain::InstanceProfile const& profile) {
  db.run(
      "INSERT OR REPLACE INTO instance_profiles (account, name, path, id, role, created_at)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      profile.account, profile.name, profile.path, profile.id, profile.role, profile.created_at);
}

void delete_instance_profile(Database& db, domain::AccountId const& account, std::string const& name) {
  db.run("DELETE FROM instance_profiles WHERE account = ? AND name = ?", account, name);
}

}  // namespace neargate::state
