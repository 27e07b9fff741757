#include "state/task_definitions.h"

#include "domain/words.h"

namespace neargate::state {

namespace {

// The recipe comes from the document; status, times and key come from the columns.
domain::TaskDefinition read_definition(Rows const& rows) {
  domain::TaskDefinition definition = recipe_from_document(rows.text(7));
  definition.scope = {rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)};
  definition.key = {rows.id<domain::Family>(2), rows.number(3)};
  definition.status = domain::from_word<domain::TaskDefinitionStatus>(rows.text(4)).value();
  definition.registered_at = rows.time(5);
  definition.deregistered_at = rows.optional_time(6);
  return definition;
}

}  // namespace

std::optional<domain::TaskDefinition> find_task_definition(Database& db, domain::Scope const& scope,
                                                           domain::TaskDefinitionKey const& key) {
  Rows rows = db.query(
      "SELECT account, region, family, revision, status, registered_at, deregistered_at, document"
      " FROM task_definitions WHERE account = ? AND region = ? AND family = ? AND revision = ?",
      scope.account, scope.region, key.family, key.revision);
  if (!rows.step()) return std::nullopt;
  return read_definition(rows);
}

std::optional<domain::TaskDefinition> find_latest_task_definition(Database& db, domain::Scope const& scope,
                                                                  domain::Family const& family) {
  Rows rows = db.query(
      "SELECT account, region, family, revision, status, registered_at, deregistered_at, document"
      " FROM task_definitions WHERE account = ? AND region = ? AND family = ? AND status = 'ACTIVE'"
      " ORDER BY revision DESC LIMIT 1",
      scope.account, scope.region, family);
  if (!rows.step()) return std::nullopt;
  return read_definition(rows);
}

int next_revision(Database& db, domain::Scope const& scope, domain::Family const& family) {
  Rows rows = db.query(
      "INSERT INTO families (account, region, family, last_revision) VALUES (?, ?, ?, 1)"
      " ON CONFLICT DO UPDATE SET last_revision = last_revision + 1 RETURNING last_revision",
      scope.account, scope.region, family);
  rows.step();
  int const revision = rows.number(0);
  while (rows.step()) {
  }
  return revision;
}

void save_task_definition(Database& db, domain::TaskDefinition const& definition) {
  db.run(
      "INSERT OR REPLACE INTO task_definitions"
      " (account, region, family, revision, status, registered_at, deregistered_at, document)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      definition.scope.account, definition.scope.region, definition.key.family, definition.key.revision,
      domain::word(definition.status), definition.registered_at, definition.deregistered_at,
      definition.document);
}

std::vector<domain::TaskDefinitionKey> list_task_definitions(Database& db, domain::Scope const& scope,
                                                             domain::TaskDefinitionStatus status,
                                                             std::optional<domain::Family> const& family) {
  Rows rows = db.query(
      "SELECT family, revision FROM task_definitions"
      " WHERE account = ?1 AND region = ?2 AND status = ?3 AND (?4 IS NULL OR family = ?4)"
      " ORDER BY family, revision",
      scope.account, scope.region, domain::word(status), family);
  std::vector<domain::TaskDefinitionKey> keys;
  while (rows.step()) keys.push_back({rows.id<domain::Family>(0), rows.number(1)});
  return keys;
}

std::vector<FamilyEntry> list_families(Database& db, domain::Scope const& scope, std::string const& prefix) {
  Rows rows = db.query(
      "SELECT family, max(status = 'ACTIVE'), max(status = 'INACTIVE') FROM task_definitions"
      " WHERE account = ?1 AND region = ?2 AND substr(family, 1, length(?3)) = ?3"
      " GROUP BY family ORDER BY family",
      scope.account, scope.region, prefix);
  std::vector<FamilyEntry> families;
  while (rows.step()) families.push_back({rows.id<domain::Family>(0), rows.flag(1), rows.flag(2)});
  return families;
}

}  // namespace neargate::state
