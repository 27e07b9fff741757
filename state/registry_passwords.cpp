#include "state/registry_passwords.h"

namespace neargate::state {

void insert_registry_password(Database& db, IssuedPassword const& password) {
  db.run("DELETE FROM registry_passwords WHERE expires_at <= ?", password.issued_at);
  db.run(
      "INSERT INTO registry_passwords (hash, account, region, caller_arn, issued_at, expires_at)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      password.hash, password.scope.account, password.scope.region, password.caller_arn, password.issued_at,
      password.expires_at);
}

std::optional<std::string> find_password_owner(Database& db, std::string const& hash) {
  Rows rows = db.query("SELECT caller_arn FROM registry_passwords WHERE hash = ?", hash);
  return rows.step() ? std::optional(rows.text(0)) : std::nullopt;
}

int revoke_registry_passwords(Database& db, std::string const& account) {
  return db.run("DELETE FROM registry_passwords WHERE ?1 = '' OR account = ?1", account);
}

}  // namespace neargate::state
