#include "state/account_settings.h"

namespace neargate::state {

std::optional<std::string> find_account_setting(Database& db, domain::Scope const& scope,
                                                std::string const& principal, std::string const& name) {
  Rows rows = db.query(
      "SELECT value FROM account_settings WHERE account = ? AND region = ? AND principal = ? AND name = ?",
      scope.account, scope.region, principal, name);
  if (!rows.step()) return std::nullopt;
  return rows.text(0);
}

std::map<std::string, std::string> list_account_settings(Database& db, domain::Scope const& scope,
                                                         std::string const& principal) {
  Rows rows =
      db.query("SELECT name, value FROM account_settings WHERE account = ? AND region = ? AND principal = ?",
               scope.account, scope.region, principal);
  std::map<std::string, std::string> settings;
  while (rows.step()) settings.emplace(rows.text(0), rows.text(1));
  return settings;
}

void save_account_setting(Database& db, domain::Scope const& scope, std::string const& principal,
                          std::string const& name, std::string const& value) {
  db.run(
      "INSERT OR REPLACE INTO account_settings (account, region, principal, name, value)"
      " VALUES (?, ?, ?, ?, ?)",
      scope.account, scope.region, principal, name, value);
}

void remove_account_setting(Database& db, domain::Scope const& scope, std::string const& principal,
                            std::string const& name) {
  db.run("DELETE FROM account_settings WHERE account = ? AND region = ? AND principal = ? AND name = ?",
         scope.account, scope.region, principal, name);
}

}  // namespace neargate::state
