#include "state/pull_through_rules.h"

namespace neargate::state {

namespace {

PullThroughRule read_rule(Rows const& rows) {
  PullThroughRule rule;
  rule.scope = {rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)};
  rule.prefix = rows.text(2);
  rule.upstream_url = rows.text(3);
  rule.upstream_registry = rows.text(4);
  rule.upstream_prefix = rows.text(5);
  rule.credential_arn = rows.optional_text(6);
  rule.custom_role_arn = rows.optional_text(7);
  rule.created_at = rows.time(8);
  rule.updated_at = rows.time(9);
  return rule;
}

}  // namespace

std::optional<PullThroughRule> find_pull_through_rule(Database& db, domain::Scope const& scope,
                                                      std::string const& prefix) {
  Rows rows = db.query(
      "SELECT account, region, prefix, upstream_url, upstream_registry, upstream_prefix, credential_arn,"
      " custom_role_arn, created_at, updated_at FROM pull_through_rules"
      " WHERE account = ? AND region = ? AND prefix = ?",
      scope.account, scope.region, prefix);
  if (!rows.step()) return std::nullopt;
  return read_rule(rows);
}

int count_pull_through_rules(Database& db, domain::Scope const& scope) {
  Rows rows = db.query("SELECT count(*) FROM pull_through_rules WHERE account = ? AND region = ?",
                       scope.account, scope.region);
  return rows.step() ? rows.number(0) : 0;
}

std::vector<PullThroughRule> list_pull_through_rules(Database& db, domain::Scope const& scope,
                                                     std::string const& after, int limit) {
  Rows rows = db.query(
      "SELECT account, region, prefix, upstream_url, upstream_registry, upstream_prefix, credential_arn,"
      " custom_role_arn, created_at, updated_at FROM pull_through_rules"
      " WHERE account = ? AND region = ? AND prefix > ? ORDER BY prefix LIMIT ?",
      scope.account, scope.region, after, limit);
  std::vector<PullThroughRule> rules;
  while (rows.step()) rules.push_back(read_rule(rows));
  return rules;
}

void save_pull_through_rule(Database& db, PullThroughRule const& rule) {
  db.run(
      "INSERT OR REPLACE INTO pull_through_rules (account, region, prefix, upstream_url, upstream_registry,"
      " upstream_prefix, credential_arn, custom_role_arn, created_at, updated_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      rule.scope.account, rule.scope.region, rule.prefix, rule.upstream_url, rule.upstream_registry,
      rule.upstream_prefix, rule.credential_arn, rule.custom_role_arn, rule.created_at, rule.updated_at);
}

void remove_pull_through_rule(Database& db, domain::Scope const& scope, std::string const& prefix) {
  db.run("DELETE FROM pull_through_rules WHERE account = ? AND region = ? AND prefix = ?", scope.account,
         scope.region, prefix);
}

std::optional<domain::Time> find_upstream_check(Database& db, RepositoryId repository,
                                                std::string const& tag) {
  Rows rows =
      db.query("SELECT checked_at FROM upstream_checks WHERE repository = ? AND tag = ?", repository, tag);
  if (!rows.step()) return std::nullopt;
  return rows.time(0);
}

void note_upstream_check(Database& db, RepositoryId repository, std::string const& tag, domain::Time now) {
  db.run("INSERT OR REPLACE INTO upstream_checks (repository, tag, checked_at) VALUES (?, ?, ?)", repository,
         tag, now);
}

}  // namespace neargate::state
