#include "state/policies.h"

namespace neargate::state {

namespace {

domain::Policy read_policy(Rows const& rows) {
  return {.account = rows.id<domain::AccountId>(0),
          .name = rows.text(1),
          .path = rows.text(2),
          .id = rows.text(3),
          .description = rows.optional_text(4),
          .default_version = rows.number(5),
          .last_version = rows.number(6),
          .created_at = rows.time(7),
          .updated_at = rows.time(8)};
}

domain::PolicyVersion read_version(Rows const& rows) {
  return {.account = rows.id<domain::AccountId>(0),
          .policy = rows.text(1),
          .number = rows.number(2),
          .document = rows.text(3),
          .created_at = rows.time(4)};
}

}  // namespace

std::optional<domain::Policy> find_policy(Database& db, domain::AccountId const& account,
                                          std::string const& name) {
  Rows rows = db.query(
      "SELECT account, name, path, id, description, default_version, last_version, created_at, updated_at"
      " FROM policies WHERE account = ? AND name = ?",
      account, name);
  if (!rows.step()) return std::nullopt;
  return read_policy(rows);
}

std::vector<domain::Policy> list_policies(Database& db, domain::AccountId const& account) {
  Rows rows = db.query(
      "SELECT account, name, path, id, description, default_version, last_version, created_at, updated_at"
      " FROM policies WHERE account = ? ORDER BY name",
      account);
  std::vector<domain::Policy> policies;
  while (rows.step()) policies.push_back(read_policy(rows));
  return policies;
}

void save_policy(Database& db, domain::Policy const& policy) {
  db.run(
      "INSERT OR REPLACE INTO policies (account, name, path, id, description, default_version, last_version,"
      " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      policy.account, policy.name, policy.path, policy.id, policy.description, policy.default_version,
      policy.last_version, policy.created_at, policy.updated_at);
}

void delete_policy(Database& db, domain::Policy const& policy) {
  db.run("DELETE FROM policy_versions WHERE policy = ?", policy.id);
  db.run("DELETE FROM policies WHERE account = ? AND name = ?", policy.account, policy.name);
}

std::optional<domain::PolicyVersion> find_policy_version(Database& db, std::string const& policy,
                                                         int number) {
  Rows rows = db.query(
      "SELECT account, policy, version, document, created_at FROM policy_versions WHERE policy = ? AND "
      "version = ?",
      policy, number);
  if (!rows.step()) return std::nullopt;
  return read_version(rows);
}

std::vector<domain::PolicyVersion> list_policy_versions(Database& db, std::string const& policy) {
  Rows rows = db.query(
      "SELECT account, policy, version, document, created_at FROM policy_versions WHERE policy = ?"
      " ORDER BY version DESC",
      policy);
  std::vector<domain::PolicyVersion> versions;
  while (rows.step()) versions.push_back(read_version(rows));
  return versions;
}

void insert_policy_version(Database& db, domain::PolicyVersion const& version) {
  db.run(
      "INSERT INTO policy_versions (account, policy, version, document, created_at) VALUES (?, ?, ?, ?, ?)",
      version.account, version.policy, version.number, version.document, version.created_at);
}

void delete_policy_version(Database& db, std::string const& policy, int number) {
  db.run("DELETE FROM policy_versions WHERE policy = ? AND version = ?", policy, number);
}

}  // namespace neargate::state
