#include "state/services.h"

#include "domain/words.h"
#include "state/row_json.h"
#include "state/service_history.h"
#include "state/service_json.h"
#include "state/task_sets.h"

// The orders that read_service() and read_deployment() read; literals, as every SQL text is.
#define SERVICE_COLUMNS                                                                               \
  "account, region, cluster, name, status, scheduling, desired_count, family, revision, launch_type," \
  " network, maximum_percent, minimum_healthy_percent, circuit_breaker, rollback, created_at,"        \
  " steady_since, document, controller, record"
#define DEPLOYMENT_COLUMNS                                                                    \
  "id, status, family, revision, launch_type, network, desired_count, failed_tasks,"          \
  " consecutive_failures, not_before, rollout_state, rollout_reason, created_at, updated_at," \
  " service_deployment, capacity_providers, stage, stage_since, traffic_percent"

namespace neargate::state {

namespace {

constexpr int events_kept = 100;  // ecs-services.md "Events"

template <class Enum>
std::optional<Enum> optional_word(Rows const& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return domain::from_word<Enum>(rows.text(column));
}

template <class Enum>
std::optional<std::string> print_optional_word(std::optional<Enum> const& value) {
  if (!value) return std::nullopt;
  return std::string(domain::word(*value));
}

std::optional<domain::NetworkConfiguration> optional_network(Rows const& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return parse_network(rows.text(column));
}

std::optional<std::string> print_optional_network(
    std::optional<domain::NetworkConfiguration> const& network) {
  if (!network) return std::nullopt;
  return print_network(*network);
}

domain::Service read_service(Rows const& rows) {
  domain::Service service;
  service.key = {{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
                 rows.id<domain::ClusterName>(2),
                 rows.id<domain::ServiceName>(3)};
  service.status = domain::from_word<domain::ServiceStatus>(rows.text(4)).value();
  service.scheduling = domain::from_word<domain::SchedulingStrategy>(rows.text(5)).value();
  service.desired_count = rows.number(6);
  service.task_definition = {rows.id<domain::Family>(7), rows.number(8)};
  service.launch_type = optional_word<domain::LaunchType>(rows, 9);
  service.network = optional_network(rows, 10);
  domain::DeploymentConfiguration& bounds = service.deployment_configuration;
  bounds.maximum_percent = rows.number(11);
  bounds.minimum_healthy_percent = rows.number(12);
  bounds.circuit_breaker = rows.flag(13);
  bounds.rollback = rows.flag(14);
  service.created_at = rows.time(15);
  service.steady_since = rows.optional_time(16);
  service.document = rows.text(17);
  service.controller = domain::from_word<domain::DeploymentController>(rows.text(18)).value();
  parse_service_record(rows.text(19), service);
  return service;
}

domain::Deployment read_deployment(Rows const& rows) {
  domain::Deployment deployment;
  deployment.id = rows.id<domain::DeploymentId>(0);
  deployment.status = domain::from_word<domain::DeploymentStatus>(rows.text(1)).value();
  deployment.task_definition = {rows.id<domain::Family>(2), rows.number(3)};
  deployment.launch_type = optional_word<domain::LaunchType>(rows, 4);
  deployment.network = optional_network(rows, 5);
  deployment.desired_count = rows.number(6);
  deployment.failed_tasks = rows.number(7);
  deployment.consecutive_failures = rows.number(8);
  deployment.not_before = rows.optional_time(9);
  deployment.rollout_state = domain::from_word<domain::RolloutState>(rows.text(10)).value();
  deployment.rollout_reason = rows.text(11);
  deployment.created_at = rows.time(12);
  deployment.updated_at = rows.time(13);
  deployment.service_deployment = rows.id<domain::ServiceDeploymentId>(14);
  deployment.capacity_providers = parse_capacity_providers(rows.text(15));
  deployment.stage = optional_word<domain::LifecycleStage>(rows, 16);
  deployment.stage_since = rows.optional_time(17);
  deployment.traffic_percent = std::stod(rows.text(18));
  return deployment;
}

void read_deployments(Database& db, domain::Service& service) {
  // PRIMARY first, then the ACTIVE ones, newest first: AWS's order.
  Rows rows =
      db.query("SELECT " DEPLOYMENT_COLUMNS
               " FROM deployments WHERE account = ? AND region = ? AND cluster = ? AND service = ?"
               " ORDER BY status = 'PRIMARY' DESC, created_at DESC, id DESC",
               service.key.scope.account, service.key.scope.region, service.key.cluster, service.key.name);
  while (rows.step()) service.deployments.push_back(read_deployment(rows));
}

std::vector<domain::Service> with_deployments(Database& db, Rows& rows) {
  std::vector<domain::Service> services;
  while (rows.step()) services.push_back(read_service(rows));
  for (auto& service : services) {
    read_deployments(db, service);
    read_task_sets(db, service);
  }
  return services;
}

void insert_deployment(Database& db, domain::ServiceKey const& key, domain::Deployment const& deployment) {
  db.run("INSERT INTO deployments (account, region, cluster, service, " DEPLOYMENT_COLUMNS
         ")"
         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
         key.scope.account, key.scope.region, key.cluster, key.name, deployment.id,
         domain::word(deployment.status), deployment.task_definition.family,
         deployment.task_definition.revision, print_optional_word(deployment.launch_type),
         print_optional_network(deployment.network), deployment.desired_count, deployment.failed_tasks,
         deployment.consecutive_failures, deployment.not_before, domain::word(deployment.rollout_state),
         deployment.rollout_reason, deployment.created_at, deployment.updated_at,
         deployment.service_deployment, print_capacity_providers(deployment.capacity_providers),
         print_optional_word(deployment.stage), deployment.stage_since,
         std::to_string(deployment.traffic_percent));
}

void delete_deployments(Database& db, domain::ServiceKey const& key) {
  db.run("DELETE FROM deployments WHERE account = ? AND region = ? AND cluster = ? AND service = ?",
         key.scope.account, key.scope.region, key.cluster, key.name);
}

}  // namespace

std::optional<domain::Service> find_service(Database& db, domain::ServiceKey const& key) {
  std::optional<domain::Service> service;
  {
    Rows rows = db.query("SELECT " SERVICE_COLUMNS
                         " FROM services"
                         " WHERE account = ? AND region = ? AND cluster = ? AND name = ?",
                         key.scope.account, key.scope.region, key.cluster, key.name);
    if (rows.step()) service = read_service(rows);
  }
  if (service) {
    read_deployments(db, *service);
    read_task_sets(db, *service);
  }
  return service;
}

std::vector<domain::Service> list_services(Database& db, domain::Scope const& scope,
                                           domain::ClusterName const& cluster) {
  Rows rows =
      db.query("SELECT " SERVICE_COLUMNS
               " FROM services"
               " WHERE account = ? AND region = ? AND cluster = ? AND status = 'ACTIVE' ORDER BY name",
               scope.account, scope.region, cluster);
  return with_deployments(db, rows);
}

std::vector<domain::ServiceName> list_service_names(Database& db, domain::Scope const& scope,
                                                    domain::ClusterName const& cluster,
                                                    ServiceFilter const& filter, std::string const& after,
                                                    int most) {
  // A service of an older neargate has its strategy in its document alone.
  Rows rows = db.query(
      "SELECT name FROM services"
      " WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND name > ?4 AND status = 'ACTIVE'"
      " AND (?5 IS NULL OR scheduling = ?5)"
      " AND (?6 IS NULL OR (launch_type = ?6"
      "   AND coalesce(json_array_length(record, '$.providers'), 0) = 0"
      "   AND coalesce(json_array_length(document, '$.service.capacityProviderStrategy'), 0) = 0))"
      " ORDER BY name LIMIT ?7",
      scope.account, scope.region, cluster, after, print_optional_word(filter.scheduling),
      print_optional_word(filter.launch_type), most);
  std::vector<domain::ServiceName> names;
  while (rows.step()) names.push_back(rows.id<domain::ServiceName>(0));
  return names;
}

std::vector<domain::Service> list_live_services(Database& db) {
  Rows rows = db.query("SELECT " SERVICE_COLUMNS
                       " FROM services"
                       " WHERE status IN ('ACTIVE', 'DRAINING') ORDER BY account, region, cluster, name");
  return with_deployments(db, rows);
}

void save_service(Database& db, domain::Service const& service) {
  domain::ServiceKey const& key = service.key;
  domain::DeploymentConfiguration const& bounds = service.deployment_configuration;
  db.run("INSERT OR REPLACE INTO services (" SERVICE_COLUMNS
         ")"
         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
         key.scope.account, key.scope.region, key.cluster, key.name, domain::word(service.status),
         domain::word(service.scheduling), service.desired_count, service.task_definition.family,
         service.task_definition.revision, print_optional_word(service.launch_type),
         print_optional_network(service.network), bounds.maximum_percent, bounds.minimum_healthy_percent,
         bounds.circuit_breaker, bounds.rollback, service.created_at, service.steady_since, service.document,
         domain::word(service.controller), print_service_record(service));
  delete_deployments(db, key);
  for (auto const& deployment : service.deployments) insert_deployment(db, key, deployment);
  save_task_sets(db, service);
  db.touch(key);
}

void delete_service(Database& db, domain::ServiceKey const& key) {
  db.run("DELETE FROM services WHERE account = ? AND region = ? AND cluster = ? AND name = ?",
         key.scope.account, key.scope.region, key.cluster, key.name);
  db.touch(key);
  delete_deployments(db, key);
  delete_task_sets(db, key);
  delete_service_history(db, key);
  db.run("DELETE FROM service_events WHERE account = ? AND region = ? AND cluster = ? AND service = ?",
         key.scope.account, key.scope.region, key.cluster, key.name);
}

std::vector<domain::ServiceEvent> list_service_events(Database& db, domain::ServiceKey const& key) {
  Rows rows = db.query(
      "SELECT id, created_at, message FROM service_events"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ? ORDER BY number DESC LIMIT ?",
      key.scope.account, key.scope.region, key.cluster, key.name, events_kept);
  std::vector<domain::ServiceEvent> events;
  while (rows.step()) events.push_back({rows.text(0), rows.time(1), rows.text(2)});
  return events;
}

void add_service_event(Database& db, domain::ServiceKey const& key, domain::ServiceEvent const& event) {
  db.run(
      "INSERT INTO service_events (account, region, cluster, service, id, created_at, message)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      key.scope.account, key.scope.region, key.cluster, key.name, event.id, event.created_at, event.message);
  db.run(
      "DELETE FROM service_events WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND service = ?4"
      " AND number <= (SELECT number FROM service_events"
      "   WHERE account = ?1 AND region = ?2 AND cluster = ?3 AND service = ?4"
      "   ORDER BY number DESC LIMIT 1 OFFSET ?5)",
      key.scope.account, key.scope.region, key.cluster, key.name, events_kept);
}

}  // namespace neargate::state
