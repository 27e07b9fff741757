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

std::vector<std::string> texts(Rows& rows) {
  std::vector<std::string> all;
  while (rows.step()) all.push_back(rows.text(0));
  return all;
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

std::optional<std::string> find_role_policy(Database& db, domain::Role const& role, std::string const& name) {
  Rows rows = db.query("SELECT document FROM role_policies WHERE account = ? AND role = ? AND name = ?",
                       role.account, role.name, name);
  if (!rows.step()) return std::nullopt;
  return rows.text(0);
}

std::vector<std::string> list_role_policies(Database& db, domain::Role const& role) {
  Rows rows = db.query("SELECT name FROM role_policies WHERE account = ? AND role = ? ORDER BY name",
                       role.account, role.name);
  return texts(rows);
}

void save_role_policy(Database& db, domain::Role const& role, std::string const& name,
                      std::string const& document) {
  db.run("INSERT OR REPLACE INTO role_policies (account, role, name, document) VALUES (?, ?, ?, ?)",
         role.account, role.name, name, document);
}

bool delete_role_policy(Database& db, domain::Role const& role, std::string const& name) {
  return db.run("DELETE FROM role_policies WHERE account = ? AND role = ? AND name = ?", role.account,
                role.name, name) > 0;
}

std::vector<std::string> list_attached_policies(Database& db, domain::Role const& role) {
  Rows rows = db.query("SELECT arn FROM attached_policies WHERE account = ? AND role = ? ORDER BY number",
                       role.account, role.name);
  return texts(rows);
}

void attach_policy(Database& db, domain::Role const& role, std::string const& arn) {
  db.run("INSERT OR IGNORE INTO attached_policies (account, role, arn) VALUES (?, ?, ?)", role.account,
         role.name, arn);
}

bool detach_policy(Database& db, domain::Role const& role, std::string const& arn) {
  return db.run("DELETE FROM attached_policies WHERE account = ? AND role = ? AND arn = ?", role.account,
                role.name, arn) > 0;
}

}  // namespace neargate::state
