#include "state/pull_time_exclusions.h"

namespace neargate::state {

std::optional<domain::Time> find_pull_time_exclusion(Database& db, domain::Scope const& scope,
                                                     std::string const& principal_arn) {
  Rows rows = db.query(
      "SELECT created_at FROM pull_time_exclusions WHERE account = ? AND region = ? AND principal_arn = ?",
      scope.account, scope.region, principal_arn);
  if (!rows.step()) return std::nullopt;
  return rows.time(0);
}

int count_pull_time_exclusions(Database& db, domain::Scope const& scope) {
  Rows rows = db.query("SELECT count(*) FROM pull_time_exclusions WHERE account = ? AND region = ?",
                       scope.account, scope.region);
  return rows.step() ? rows.number(0) : 0;
}

std::vector<std::string> list_pull_time_exclusions(Database& db, domain::Scope const& scope,
                                                   std::string const& after, int limit) {
  Rows rows = db.query(
      "SELECT principal_arn FROM pull_time_exclusions WHERE account = ? AND region = ? AND principal_arn > ?"
      " ORDER BY principal_arn LIMIT ?",
      scope.account, scope.region, after, limit);
  std::vector<std::string> arns;
  while (rows.step()) arns.push_back(rows.text(0));
  return arns;
}

void insert_pull_time_exclusion(Database& db, domain::Scope const& scope, std::string const& principal_arn,
                                domain::Time now) {
  db.run("INSERT INTO pull_time_exclusions (account, region, principal_arn, created_at) VALUES (?, ?, ?, ?)",
         scope.account, scope.region, principal_arn, now);
}

void remove_pull_time_exclusion(Database& db, domain::Scope const& scope, std::string const& principal_arn) {
  db.run("DELETE FROM pull_time_exclusions WHERE account = ? AND region = ? AND principal_arn = ?",
         scope.account, scope.region, principal_arn);
}

}  // namespace neargate::state
