#include "state/tasks.h"

#include "domain/arn.h"
#include "domain/words.h"
#include "state/networks.h"
#include "state/row_json.h"
#include "state/tags.h"

// The order that read_task() reads; a literal, as every SQL text is.
#define TASK_COLUMNS                                                                                      \
  "account, region, cluster, id, family, revision, last_status, desired_status, launch_type, task_group," \
  " started_by, service, deployment, availability_zone, version, created_at, connectivity_at,"            \
  " pull_started_at, pull_stopped_at, started_at, stopping_at, execution_stopped_at, stopped_at,"         \
  " stop_code, stopped_reason, run, document, container_instance, capacity_provider, protected,"          \
  " protected_until"

namespace neargate::state {

namespace {

template <class Id>
std::optional<Id> optional_id(Rows const& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return rows.id<Id>(column);
}

domain::Task read_task(Rows const& rows) {
  domain::Task task;
  task.key = {{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
              rows.id<domain::ClusterName>(2),
              rows.id<domain::TaskId>(3)};
  task.task_definition = {rows.id<domain::Family>(4), rows.number(5)};
  task.last_status = domain::from_word<domain::TaskStatus>(rows.text(6)).value();
  task.desired_status = domain::from_word<domain::DesiredStatus>(rows.text(7)).value();
  if (!rows.is_null(8)) task.launch_type = domain::from_word<domain::LaunchType>(rows.text(8));
  task.group = rows.text(9);
  task.started_by = rows.text(10);
  task.service = optional_id<domain::ServiceName>(rows, 11);
  task.deployment = optional_id<domain::DeploymentId>(rows, 12);
  task.availability_zone = rows.text(13);
  task.version = rows.number(14);
  task.created_at = rows.time(15);
  task.connectivity_at = rows.optional_time(16);
  task.pull_started_at = rows.optional_time(17);
  task.pull_stopped_at = rows.optional_time(18);
  task.started_at = rows.optional_time(19);
  task.stopping_at = rows.optional_time(20);
  task.execution_stopped_at = rows.optional_time(21);
  task.stopped_at = rows.optional_time(22);
  if (!rows.is_null(23)) task.stop_code = domain::from_word<domain::StopCode>(rows.text(23));
  task.stopped_reason = rows.text(24);
  parse_run(rows.text(25), task);
  task.document = rows.text(26);
  task.container_instance = optional_id<domain::ContainerInstanceId>(rows, 27);
  task.capacity_provider = rows.text(28);
  task.is_protected = rows.flag(29);
  task.protected_until = rows.optional_time(30);
  return task;
}

void read_interface(Database& db, domain::Task& task) {
  if (task.network_mode != domain::NetworkMode::Awsvpc) return;
  task.eni = find_network_interface_of_task(db, task.key.scope, task.key.cluster, task.key.id);
}

std::vector<domain::Task> with_interfaces(Database& db, Rows& rows) {
  std::vector<domain::Task> tasks;
  while (rows.step()) tasks.push_back(read_task(rows));
  for (auto& task : tasks) read_interface(db, task);
  return tasks;
}

}  // namespace

std::optional<domain::Task> find_task(Database& db, domain::TaskKey const& key) {
  std::optional<domain::Task> task;
  {
    Rows rows = db.query("SELECT " TASK_COLUMNS
                         " FROM tasks"
                         " WHERE account = ? AND region = ? AND cluster = ? AND id = ?",
                         key.scope.account, key.scope.region, key.cluster, key.id);
    if (rows.step()) task = read_task(rows);
  }
  if (task) read_interface(db, *task);
  return task;
}

std::vector<domain::Task> list_live_tasks(Database& db) {
  Rows rows = db.query("SELECT " TASK_COLUMNS
                       " FROM tasks INDEXED BY tasks_alive"
                       " WHERE last_status != 'STOPPED' ORDER BY created_at, id");
  return with_interfaces(db, rows);
}

std::vector<domain::Task> list_live_tasks_of(Database& db, domain::ServiceKey const& key) {
  Rows rows = db.query(
      "SELECT " TASK_COLUMNS
      " FROM tasks INDEXED BY tasks_by_service"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ? AND last_status != 'STOPPED'"
      " ORDER BY created_at, id",
      key.scope.account, key.scope.region, key.cluster, key.name);
  return with_interfaces(db, rows);
}

std::vector<domain::Task> list_live_tasks_in(Database& db, domain::Scope const& scope,
                                             domain::ClusterName const& cluster) {
  Rows rows =
      db.query("SELECT " TASK_COLUMNS
               " FROM tasks WHERE account = ? AND region = ? AND cluster = ? AND last_status != 'STOPPED'"
               " ORDER BY created_at, id",
               scope.account, scope.region, cluster);
  return with_interfaces(db, rows);
}

namespace {

/// Each narrow filter has a statement of its own: SQLite picks an index only for what is surely given.
Rows listed_rows(Database& db, domain::Scope const& scope, domain::ClusterName const& cluster,
                 TaskFilter const& filter, std::string const& after, int limit) {
  std::optional<std::string> launch;
  if (filter.launch_type) launch = std::string(domain::word(*filter.launch_type));
  auto const& family = filter.family;
  auto const desired = domain::word(filter.desired_status);
  if (filter.container_instance)
    return db.query(
        "SELECT id FROM tasks INDEXED BY tasks_listed_by_instance"
        " WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND desired_status = ?4 AND id > ?5"
        " AND container_instance = ?7 AND (?8 IS NULL OR family = ?8) AND (?9 IS NULL OR launch_type = ?9)"
        " AND (?10 IS NULL OR service = ?10) ORDER BY id LIMIT ?6",
        scope.account, scope.region, cluster, desired, after, limit, *filter.container_instance, family,
        launch, filter.service);
  if (filter.service)
    return db.query(
        "SELECT id FROM tasks INDEXED BY tasks_listed_by_service"
        " WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND desired_status = ?4 AND id > ?5"
        " AND service = ?7 AND (?8 IS NULL OR family = ?8) AND (?9 IS NULL OR launch_type = ?9)"
        " ORDER BY id LIMIT ?6",
        scope.account, scope.region, cluster, desired, after, limit, *filter.service, family, launch);
  if (filter.started_by)
    return db.query(
        "SELECT id FROM tasks INDEXED BY tasks_listed_by_starter"
        " WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND desired_status = ?4 AND id > ?5"
        " AND started_by = ?7 AND (?8 IS NULL OR family = ?8) AND (?9 IS NULL OR launch_type = ?9)"
        " ORDER BY id LIMIT ?6",
        scope.account, scope.region, cluster, desired, after, limit, *filter.started_by, family, launch);
  if (family)
    return db.query(
        "SELECT id FROM tasks INDEXED BY tasks_listed_by_family"
        " WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND desired_status = ?4 AND id > ?5"
        " AND family = ?7 AND (?8 IS NULL OR launch_type = ?8) ORDER BY id LIMIT ?6",
        scope.account, scope.region, cluster, desired, after, limit, *family, launch);
  return db.query(
      "SELECT id FROM tasks INDEXED BY tasks_listed"
      " WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND desired_status = ?4 AND id > ?5"
      " AND (?7 IS NULL OR launch_type = ?7) ORDER BY id LIMIT ?6",
      scope.account, scope.region, cluster, desired, after, limit, launch);
}

}  // namespace

std::vector<domain::TaskId> list_tasks(Database& db, domain::Scope const& scope,
                                       domain::ClusterName const& cluster, TaskFilter const& filter,
                                       std::optional<domain::TaskId> const& after, int limit) {
  Rows rows = listed_rows(db, scope, cluster, filter, after ? after->text() : "", limit);
  std::vector<domain::TaskId> ids;
  while (rows.step()) ids.push_back(rows.id<domain::TaskId>(0));
  return ids;
}

void save_task(Database& db, domain::Task const& task) {
  std::optional<std::string> launch_type;
  if (task.launch_type) launch_type = std::string(domain::word(*task.launch_type));
  std::optional<std::string> stop_code;
  if (task.stop_code) stop_code = std::string(domain::word(*task.stop_code));
  db.run(
      "INSERT OR REPLACE INTO tasks (" TASK_COLUMNS
      ")"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      task.key.scope.account, task.key.scope.region, task.key.cluster, task.key.id,
      task.task_definition.family, task.task_definition.revision, domain::word(task.last_status),
      domain::word(task.desired_status), launch_type, task.group, task.started_by, task.service,
      task.deployment, task.availability_zone, task.version, task.created_at, task.connectivity_at,
      task.pull_started_at, task.pull_stopped_at, task.started_at, task.stopping_at,
      task.execution_stopped_at, task.stopped_at, stop_code, task.stopped_reason, print_run(task),
      task.document, task.container_instance, task.capacity_provider, task.is_protected,
      task.protected_until);
  if (task.eni) save_network_interface(db, *task.eni);
  db.touch(task.key);
}

int forget_stopped_tasks(Database& db, domain::Time before) {
  std::vector<domain::TaskKey> keys;
  {
    Rows rows = db.query(
        "SELECT account, region, cluster, id FROM tasks WHERE last_status = 'STOPPED' AND stopped_at < ?",
        before);
    while (rows.step())
      keys.push_back({{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
                      rows.id<domain::ClusterName>(2),
                      rows.id<domain::TaskId>(3)});
  }
  for (auto const& key : keys) {
    db.run("DELETE FROM tasks WHERE account = ? AND region = ? AND cluster = ? AND id = ?", key.scope.account,
           key.scope.region, key.cluster, key.id);
    db.run("DELETE FROM network_interfaces WHERE account = ? AND region = ? AND cluster = ? AND task = ?",
           key.scope.account, key.scope.region, key.cluster, key.id);
    remove_all_tags(db, domain::task_arn(key));
    db.touch(key);
  }
  return static_cast<int>(keys.size());
}

std::map<domain::DeploymentId, TaskCounts> count_tasks_by_deployment(Database& db,
                                                                     domain::ServiceKey const& key) {
  // INDEXED BY: every column stands in the index, so no row of a task is read.
  Rows rows = db.query(
      "SELECT deployment, last_status, count(*) FROM tasks INDEXED BY tasks_by_service"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ?"
      " GROUP BY deployment, last_status",
      key.scope.account, key.scope.region, key.cluster, key.name);
  std::map<domain::DeploymentId, TaskCounts> counts;
  while (rows.step()) {
    auto const status = domain::from_word<domain::TaskStatus>(rows.text(1)).value();
    if (status > domain::TaskStatus::Running) continue;
    TaskCounts& of_deployment = counts[rows.id<domain::DeploymentId>(0)];
    (status == domain::TaskStatus::Running ? of_deployment.running : of_deployment.pending) += rows.number(2);
  }
  return counts;
}

std::optional<domain::Task> find_running_task_of(Database& db, domain::ServiceKey const& key,
                                                 domain::DeploymentId const& deployment) {
  Rows rows = db.query("SELECT " TASK_COLUMNS
                       " FROM tasks INDEXED BY tasks_by_service"
                       " WHERE account = ? AND region = ? AND cluster = ? AND service = ? AND deployment = ?"
                       " AND last_status = 'RUNNING' LIMIT 1",
                       key.scope.account, key.scope.region, key.cluster, key.name, deployment);
  if (!rows.step()) return std::nullopt;
  return read_task(rows);
}

}  // namespace neargate::state
