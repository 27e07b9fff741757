#include "state/service_history.h"

#include "domain/words.h"
#include "state/service_json.h"

namespace neargate::state {

namespace {

domain::ServiceDeployment read_service_deployment(Rows const& rows, domain::ServiceKey const& key) {
  domain::ServiceDeployment deployment;
  deployment.service = key;
  deployment.id = rows.id<domain::ServiceDeploymentId>(0);
  deployment.status = domain::from_word<domain::ServiceDeploymentStatus>(rows.text(1)).value();
  deployment.created_at = rows.time(2);
  parse_service_deployment_record(rows.text(3), deployment);
  return deployment;
}

}  // namespace

std::optional<domain::ServiceDeployment> find_service_deployment(Database& db, domain::ServiceKey const& key,
                                                                 domain::ServiceDeploymentId const& id) {
  Rows rows = db.query(
      "SELECT id, status, created_at, record FROM service_deployments"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ? AND id = ?",
      key.scope.account, key.scope.region, key.cluster, key.name, id);
  if (!rows.step()) return std::nullopt;
  return read_service_deployment(rows, key);
}

std::vector<domain::ServiceDeployment> list_service_deployments(Database& db, domain::ServiceKey const& key) {
  Rows rows = db.query(
      "SELECT id, status, created_at, record FROM service_deployments"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ? ORDER BY created_at DESC, id DESC",
      key.scope.account, key.scope.region, key.cluster, key.name);
  std::vector<domain::ServiceDeployment> deployments;
  while (rows.step()) deployments.push_back(read_service_deployment(rows, key));
  return deployments;
}

std::vector<domain::ServiceDeployment> list_unfinished_service_deployments(Database& db,
                                                                           domain::ServiceKey const& key) {
  Rows rows = db.query(
      "SELECT id, status, created_at, record FROM service_deployments"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ? AND status IN ('PENDING',"
      " 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS')"
      " ORDER BY created_at, id",
      key.scope.account, key.scope.region, key.cluster, key.name);
  std::vector<domain::ServiceDeployment> deployments;
  while (rows.step()) deployments.push_back(read_service_deployment(rows, key));
  return deployments;
}

void save_service_deployment(Database& db, domain::ServiceDeployment const& deployment) {
  domain::ServiceKey const& key = deployment.service;
  db.touch(key);  // its scheduler reads them together
  db.run(
      "INSERT OR REPLACE INTO service_deployments (account, region, cluster, service, id, status, created_at,"
      " record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      key.scope.account, key.scope.region, key.cluster, key.name, deployment.id,
      domain::word(deployment.status), deployment.created_at, print_service_deployment_record(deployment));
}

std::optional<domain::ServiceRevision> find_service_revision(Database& db, domain::ServiceKey const& key,
                                                             domain::DeploymentId const& id) {
  Rows rows = db.query(
      "SELECT created_at, document FROM service_revisions"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ? AND id = ?",
      key.scope.account, key.scope.region, key.cluster, key.name, id);
  if (!rows.step()) return std::nullopt;
  return domain::ServiceRevision{
      .service = key, .id = id, .created_at = rows.time(0), .document = rows.text(1)};
}

void save_service_revision(Database& db, domain::ServiceRevision const& revision) {
  domain::ServiceKey const& key = revision.service;
  db.run(
      "INSERT OR REPLACE INTO service_revisions (account, region, cluster, service, id, created_at, document)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      key.scope.account, key.scope.region, key.cluster, key.name, revision.id, revision.created_at,
      revision.document);
}

void copy_service_revision(Database& db, domain::ServiceKey const& key, domain::DeploymentId const& from,
                           domain::DeploymentId const& to, domain::Time now) {
  db.run(
      "INSERT OR REPLACE INTO service_revisions (account, region, cluster, service, id, created_at, document)"
      " SELECT account, region, cluster, service, ?, ?, document FROM service_revisions"
      " WHERE account = ? AND region = ? AND cluster = ? AND service = ? AND id = ?",
      to, now, key.scope.account, key.scope.region, key.cluster, key.name, from);
}

void delete_service_history(Database& db, domain::ServiceKey const& key) {
  db.run("DELETE FROM service_deployments WHERE account = ? AND region = ? AND cluster = ? AND service = ?",
         key.scope.account, key.scope.region, key.cluster, key.name);
  db.run("DELETE FROM service_revisions WHERE account = ? AND region = ? AND cluster = ? AND service = ?",
         key.scope.account, key.scope.region, key.cluster, key.name);
}

}  // namespace neargate::state
