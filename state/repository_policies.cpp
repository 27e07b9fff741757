#include "state/repository_policies.h"

namespace neargate::state {

std::optional<std::string> find_repository_policy(Database& db, RepositoryId repository) {
  Rows rows = db.query("SELECT text FROM repository_policies WHERE repository = ?", repository);
  if (!rows.step()) return std::nullopt;
  return rows.text(0);
}

void save_repository_policy(Database& db, RepositoryId repository, std::string const& text) {
  db.run("INSERT OR REPLACE INTO repository_policies (repository, text) VALUES (?, ?)", repository, text);
}

void remove_repository_policy(Database& db, RepositoryId repository) {
  db.run("DELETE FROM repository_policies WHERE repository = ?", repository);
}

std::optional<std::string> find_registry_policy(Database& db, domain::Scope const& scope) {
  Rows rows = db.query("SELECT text FROM registry_policies WHERE account = ? AND region = ?", scope.account,
                       scope.region);
  if (!rows.step()) return std::nullopt;
  return rows.text(0);
}

void save_registry_policy(Database& db, domain::Scope const& scope, std::string const& text) {
  db.run("INSERT OR REPLACE INTO registry_policies (account, region, text) VALUES (?, ?, ?)", scope.account,
         scope.region, text);
}

void remove_registry_policy(Database& db, domain::Scope const& scope) {
  db.run("DELETE FROM registry_policies WHERE account = ? AND region = ?", scope.account, scope.region);
}

}  // namespace neargate::state
