#include "state/task_sets.h"

#include "domain/words.h"
#include "state/service_json.h"

namespace neargate::state {

void read_task_sets(Database& db, domain::Service& service) {
  if (service.controller == domain::DeploymentController::Ecs) return;
  domain::ServiceKey const& key = service.key;
  Rows rows = db.query(
      "SELECT id, status, created_at, record, document FROM task_sets"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ?"
      " ORDER BY status = 'PRIMARY' DESC, created_at DESC, id DESC",
      key.scope.account, key.scope.region, key.cluster, key.name);
  while (rows.step()) {
    domain::TaskSet set;
    set.id = rows.id<domain::DeploymentId>(0);
    set.status = domain::from_word<domain::TaskSetStatus>(rows.text(1)).value();
    set.created_at = rows.time(2);
    parse_task_set_record(rows.text(3), set);
    set.document = rows.text(4);
    service.task_sets.push_back(std::move(set));
  }
}

void save_task_sets(Database& db, domain::Service const& service) {
  if (service.controller == domain::DeploymentController::Ecs && service.task_sets.empty()) return;
  domain::ServiceKey const& key = service.key;
  delete_task_sets(db, key);
  for (auto const& set : service.task_sets)
    db.run(
        "INSERT INTO task_sets (id, account, region, cluster, service, status, created_at, record, document)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        set.id, key.scope.account, key.scope.region, key.cluster, key.name, domain::word(set.status),
        set.created_at, print_task_set_record(set), set.document);
}

void delete_task_sets(Database& db, domain::ServiceKey const& key) {
  db.run("DELETE FROM task_sets WHERE account = ? AND region = ? AND cluster = ? AND service = ?",
         key.scope.account, key.scope.region, key.cluster, key.name);
}

}  // namespace neargate::state
