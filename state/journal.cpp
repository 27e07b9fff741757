#include "state/journal.h"

namespace neargate::state {

namespace {

/// TEMP: they are this connection's own, and no data directory ever has them. A task is noted before its row
/// is written (REPLACE would otherwise hide what it was), and once.
constexpr char const* journal_schema = R"sql(
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE touched_tasks (
  account TEXT NOT NULL, region TEXT NOT NULL, cluster TEXT NOT NULL, id TEXT NOT NULL,
  last_status TEXT, desired_status TEXT,
  PRIMARY KEY (account, region, cluster, id)
);
CREATE TEMP TABLE added_events (number INTEGER PRIMARY KEY);
CREATE TEMP TRIGGER note_task_written BEFORE INSERT ON main.tasks BEGIN
  INSERT INTO touched_tasks
    SELECT new.account, new.region, new.cluster, new.id,
      (SELECT last_status FROM tasks WHERE account = new.account AND region = new.region
         AND cluster = new.cluster AND id = new.id),
      (SELECT desired_status FROM tasks WHERE account = new.account AND region = new.region
         AND cluster = new.cluster AND id = new.id)
    WHERE NOT EXISTS (SELECT 1 FROM touched_tasks WHERE account = new.account AND region = new.region
      AND cluster = new.cluster AND id = new.id);
END;
CREATE TEMP TRIGGER note_task_updated BEFORE UPDATE OF last_status, desired_status ON main.tasks BEGIN
  INSERT INTO touched_tasks
    SELECT old.account, old.region, old.cluster, old.id, old.last_status, old.desired_status
    WHERE NOT EXISTS (SELECT 1 FROM touched_tasks WHERE account = old.account AND region = old.region
      AND cluster = old.cluster AND id = old.id);
END;
CREATE TEMP TRIGGER note_event_added AFTER INSERT ON main.service_events BEGIN
  INSERT INTO added_events VALUES (new.number);
END;
)sql";

void take_task_changes(Database& db, std::vector<JournalEntry>& entries) {
  Rows rows = db.query(
      "SELECT t.account, t.region, t.cluster, t.id, ifnull(j.last_status, ''), t.last_status, "
      "t.desired_status,"
      " t.task_group, ifnull(t.stop_code, ''), t.stopped_reason, t.version"
      " FROM touched_tasks j CROSS JOIN tasks t USING (account, region, cluster, id)"
      " WHERE t.last_status IS NOT j.last_status OR t.desired_status IS NOT j.desired_status"
      " ORDER BY j.rowid");
  while (rows.step())
    entries.emplace_back(TaskChange{.task = {{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
                                             rows.id<domain::ClusterName>(2),
                                             rows.id<domain::TaskId>(3)},
                                    .from = rows.text(4),
                                    .last_status = rows.text(5),
                                    .desired_status = rows.text(6),
                                    .group = rows.text(7),
                                    .stop_code = rows.text(8),
                                    .stopped_reason = rows.text(9),
                                    .version = rows.number(10)});
}

void take_service_events(Database& db, std::vector<JournalEntry>& entries) {
  Rows rows = db.query(
      "SELECT e.account, e.region, e.cluster, e.service, e.id, e.created_at, e.message"
      " FROM added_events j CROSS JOIN service_events e USING (number) ORDER BY number");
  while (rows.step())
    entries.emplace_back(ServiceEventAdded{
        .service = {{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
                    rows.id<domain::ClusterName>(2),
                    rows.id<domain::ServiceName>(3)},
        .event = {.id = rows.text(4), .created_at = rows.time(5), .message = rows.text(6)}});
}

bool any(Database& db) {
  Rows rows = db.query("SELECT EXISTS (SELECT 1 FROM touched_tasks) OR EXISTS (SELECT 1 FROM added_events)");
  return rows.step() && rows.flag(0);
}

}  // namespace

void open_journal(Database& db) { db.script(journal_schema); }

std::vector<JournalEntry> take_journal(Database& db) {
  std::vector<JournalEntry> entries;
  if (!any(db)) return entries;
  take_task_changes(db, entries);
  take_service_events(db, entries);
  db.run("DELETE FROM touched_tasks");
  db.run("DELETE FROM added_events");
  return entries;
}

}  // namespace neargate::state
