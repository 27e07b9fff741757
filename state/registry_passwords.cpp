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

bool knows_registry_password(Database& db, std::string const& hash) {
  return db.query("SELECT 1 FROM registry_passwords WHERE hash = ?", hash).step();
}

int revoke_registry_passwords(Database& db, std::string const& account) {
  return db.run("DELETE FROM registry_passwords WHERE ?1 = '' OR account = ?1", account);
}

}  // namespace neargate::state
