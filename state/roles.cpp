#include "state/roles.h"

namespace neargate::state {

namespace {

domain::Role read_role(Rows const& rows) {
  return {.account = rows.id<domain::AccountId>(0),
          .name = rows.id<domain::RoleName>(1),
          .path = rows.text(2),
          .id = rows.text(3),
          .trust_policy = rows.text(4),
          .description = rows.optional_text(5),
          .max_session_seconds = rows.number(6),
          .permissions_boundary = rows.optional_text(7),
          .created_at = rows.time(8)};
}

}  // namespace

std::optional<domain::Role> find_role(Database& db, domain::AccountId const& account,
                                      domain::RoleName const& name) {
  Rows rows = db.query(
      "SELECT account, name, path, id, trust_policy, description, max_session_seconds, permissions_boundary,"
      " created_at FROM roles WHERE account = ? AND name = ?",
      account, name);
  if (!rows.step()) return std::nullopt;
  return read_role(rows);
}

std::vector<domain::Role> list_roles(Database& db, domain::AccountId const& account) {
  Rows rows = db.query(
      "SELECT account, name, path, id, trust_policy, description, max_session_seconds, permissions_boundary,"
      " created_at FROM roles WHERE account = ? ORDER BY name",
      account);
  std::vector<domain::Role> roles;
  while (rows.step()) roles.push_back(read_role(rows));
  return roles;
}

void save_role(Database& db, domain::Role const& role) {
  db.run(
      "INSERT OR REPLACE INTO roles (account, name, path, id, trust_policy, description, max_session_seconds,"
      " permissions_boundary, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      role.account, role.name, role.path, role.id, role.trust_policy, role.description,
      role.max_session_seconds, role.permissions_boundary, role.created_at);
}

void delete_role(Database& db, domain::AccountId const& account, domain::RoleName const& name) {
  db.run("DELETE FROM roles WHERE account = ? AND name = ?", account, name);
}

}  // namespace neargate::state
