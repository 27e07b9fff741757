#include "state/replications.h"

#include <algorithm>

#include "state/json_text.h"

namespace neargate::state {

namespace {

ImageReplication read_replication(Rows const& rows) {
  ImageReplication one;
  one.number = rows.integer(0);
  one.source = {rows.id<domain::AccountId>(1), rows.id<domain::Region>(2)};
  one.repository = rows.id<domain::RepositoryName>(3);
  one.digest = rows.id<domain::Digest>(4);
  one.target = {rows.id<domain::AccountId>(5), rows.id<domain::Region>(6)};
  one.tags = Json::parse(rows.text(7)).get<std::vector<std::string>>();
  one.status = rows.text(8);
  one.failure = rows.optional_text(9);
  return one;
}

}  // namespace

std::vector<ReplicationRule> find_replication_rules(Database& db, domain::Scope const& scope) {
  Rows rows = db.query("SELECT rules FROM replication_rules WHERE account = ? AND region = ?", scope.account,
                       scope.region);
  std::vector<ReplicationRule> rules;
  if (!rows.step()) return rules;
  for (Json const& object : Json::parse(rows.text(0))) {
    ReplicationRule rule;
    for (Json const& place : object.at("destinations"))
      rule.destinations.push_back({domain::AccountId{place.at("account").get<std::string>()},
                                   domain::Region{place.at("region").get<std::string>()}});
    rule.prefixes = object.at("prefixes").get<std::vector<std::string>>();
    rules.push_back(std::move(rule));
  }
  return rules;
}

void save_replication_rules(Database& db, domain::Scope const& scope,
                            std::vector<ReplicationRule> const& rules) {
  Json list = Json::array();
  for (ReplicationRule const& rule : rules) {
    Json destinations = Json::array();
    for (domain::Scope const& place : rule.destinations)
      destinations.push_back({{"account", place.account.text()}, {"region", place.region.text()}});
    list.push_back({{"destinations", std::move(destinations)}, {"prefixes", rule.prefixes}});
  }
  db.run("INSERT OR REPLACE INTO replication_rules (account, region, rules) VALUES (?, ?, ?)", scope.account,
         scope.region, list.dump());
}

void order_replication(Database& db, RepositoryId repository, domain::Digest const& digest,
                       domain::Scope const& target, std::optional<std::string> const& tag) {
  std::vector<std::string> tags;
  {
    Rows rows = db.query(
        "SELECT tags FROM image_replications WHERE repository = ? AND digest = ? AND target_account = ?"
        " AND target_region = ?",
        repository, digest, target.account, target.region);
    if (rows.step()) tags = Json::parse(rows.text(0)).get<std::vector<std::string>>();
  }
  if (tag && std::ranges::find(tags, *tag) == tags.end()) tags.push_back(*tag);
  // A new number, too: what was pushed last is done last.
  db.run(
      "INSERT OR REPLACE INTO image_replications (repository, digest, target_account, target_region, tags,"
      " status) VALUES (?, ?, ?, ?, ?, 'IN_PROGRESS')",
      repository, digest, target.account, target.region, Json(tags).dump());
}

std::optional<ImageReplication> next_replication(Database& db) {
  Rows rows = db.query(
      "SELECT i.number, r.account, r.region, r.name, i.digest, i.target_account, i.target_region, i.tags,"
      " i.status, i.failure FROM image_replications i JOIN repositories r ON r.id = i.repository"
      " WHERE i.status = 'IN_PROGRESS' ORDER BY i.number LIMIT 1");
  if (!rows.step()) return std::nullopt;
  return read_replication(rows);
}

std::vector<ImageReplication> list_replications(Database& db, RepositoryId repository,
                                                domain::Digest const& digest) {
  Rows rows = db.query(
      "SELECT i.number, r.account, r.region, r.name, i.digest, i.target_account, i.target_region, i.tags,"
      " i.status, i.failure FROM image_replications i JOIN repositories r ON r.id = i.repository"
      " WHERE i.repository = ? AND i.digest = ? ORDER BY i.target_region, i.target_account",
      repository, digest);
  std::vector<ImageReplication> list;
  while (rows.step()) list.push_back(read_replication(rows));
  return list;
}

void finish_replication(Database& db, std::int64_t number, std::optional<std::string> const& failure) {
  db.run("UPDATE image_replications SET status = ?, failure = ?, tags = '[]' WHERE number = ?",
         failure ? "FAILED" : "COMPLETE", failure, number);
}

}  // namespace neargate::state
