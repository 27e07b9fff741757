#include "state/reset.h"

#include <string>
#include <vector>

namespace neargate::state {

namespace {

struct Table {
  std::string name;
  bool has_region = false;
};

/// Those that carry an account. Rows of others go with theirs (ON DELETE CASCADE), or are the instance's own.
std::vector<Table> scoped_tables(Database& db) {
  Rows rows = db.query(
      "SELECT t.name, EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'region')"
      " FROM main.sqlite_master t WHERE t.type = 'table'"
      " AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'account') ORDER BY t.name");
  std::vector<Table> tables;
  while (rows.step()) tables.push_back({rows.text(0), rows.flag(1)});
  return tables;
}

/// The statement's text needs the table's name, which is the schema's own; what came with the request is
/// bound.
std::string deletion(Table const& table) {
  std::string const fits_account = "(SELECT account IS NULL OR account = outer_row.account FROM reset_scope)";
  std::string const fits_region = "(SELECT region IS NULL OR region = outer_row.region FROM reset_scope)";
  return "DELETE FROM \"" + table.name + "\" AS outer_row WHERE " + fits_account +
         (table.has_region ? " AND " + fits_region : " AND (SELECT region IS NULL FROM reset_scope)") + ';';
}

int count(Database& db) {
  Rows rows = db.query("SELECT total_changes()");
  return rows.step() ? rows.number(0) : 0;
}

}  // namespace

int reset_rows(Database& db, ResetScope const& scope) {
  db.script(
      "CREATE TEMP TABLE IF NOT EXISTS reset_scope (account TEXT, region TEXT); DELETE FROM reset_scope;"
      "PRAGMA defer_foreign_keys = ON;");
  db.run("INSERT INTO reset_scope (account, region) VALUES (?, ?)", scope.account, scope.region);
  int const before = count(db);
  for (Table const& table : scoped_tables(db)) db.script(deletion(table).c_str());
  // What hangs on an id of IAM goes with its owner.
  db.run(
      "DELETE FROM inline_policies WHERE owner NOT IN (SELECT id FROM roles UNION ALL SELECT id FROM users)");
  db.run("DELETE FROM policy_versions WHERE policy NOT IN (SELECT id FROM policies)");
  // arn:aws:ecs:REGION:ACCOUNT:…; IAM's have no region.
  db.run(
      "DELETE FROM tags WHERE (?1 IS NULL OR arn LIKE 'arn:%:' || ?1 || ':%')"
      " AND (?2 IS NULL OR arn LIKE 'arn:%:' || ?2 || ':%')",
      scope.account, scope.region);
  db.touch_everything();
  return count(db) - before;
}

Holdings count_holdings(Database& db) {
  Rows rows = db.query(
      "SELECT (SELECT count(*) FROM clusters WHERE status = 'ACTIVE'),"
      " (SELECT count(*) FROM services WHERE status != 'INACTIVE'),"
      " (SELECT count(*) FROM tasks WHERE last_status != 'STOPPED'),"
      " (SELECT count(*) FROM task_definitions), (SELECT count(*) FROM repositories),"
      " (SELECT count(*) FROM images)");
  Holdings out;
  if (rows.step())
    out = {rows.number(0), rows.number(1), rows.number(2), rows.number(3), rows.number(4), rows.number(5)};
  return out;
}

}  // namespace neargate::state
