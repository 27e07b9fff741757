#include "state/clusters.h"

#include "domain/words.h"

namespace neargate::state {

namespace {

domain::Cluster read_cluster(Rows const& rows) {
  domain::Cluster cluster;
  cluster.scope = {rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)};
  cluster.name = rows.id<domain::ClusterName>(2);
  cluster.status = domain::from_word<domain::ClusterStatus>(rows.text(3)).value();
  cluster.created_at = rows.time(4);
  cluster.document = rows.text(5);
  return cluster;
}

/// Adds `count` to the member for one launch type; a row without one is EC2, AWS's default.
void add(std::string const& launch_type, int count, int& fargate, int& ec2, int& external) {
  if (launch_type == "FARGATE")
    fargate += count;
  else if (launch_type == "EXTERNAL")
    external += count;
  else
    ec2 += count;
}

}  // namespace

std::optional<domain::Cluster> find_cluster(Database& db, domain::Scope const& scope,
                                            domain::ClusterName const& name) {
  Rows rows = db.query(
      "SELECT account, region, name, status, created_at, document FROM clusters"
      " WHERE account = ? AND region = ? AND name = ?",
      scope.account, scope.region, name);
  if (!rows.step()) return std::nullopt;
  return read_cluster(rows);
}

std::vector<domain::Cluster> list_clusters(Database& db, domain::Scope const& scope) {
  Rows rows = db.query(
      "SELECT account, region, name, status, created_at, document FROM clusters"
      " WHERE account = ? AND region = ? AND status = 'ACTIVE' ORDER BY name",
      scope.account, scope.region);
  std::vector<domain::Cluster> clusters;
  while (rows.step()) clusters.push_back(read_cluster(rows));
  return clusters;
}

std::vector<std::pair<domain::Region, domain::ClusterName>> list_clusters_of_account(
    Database& db, domain::AccountId const& account) {
  Rows rows = db.query(
      "SELECT region, name FROM clusters WHERE account = ? AND status = 'ACTIVE' ORDER BY region, name",
      account);
  std::vector<std::pair<domain::Region, domain::ClusterName>> clusters;
  while (rows.step()) clusters.emplace_back(rows.id<domain::Region>(0), rows.id<domain::ClusterName>(1));
  return clusters;
}

void save_cluster(Database& db, domain::Cluster const& cluster) {
  db.run(
      "INSERT OR REPLACE INTO clusters (account, region, name, status, created_at, document)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      cluster.scope.account, cluster.scope.region, cluster.name, domain::word(cluster.status),
      cluster.created_at, cluster.document);
}

ClusterCounts count_cluster(Database& db, domain::Scope const& scope, domain::ClusterName const& name) {
  ClusterCounts counts;
  {
    // Counted like AWS: RUNNING tasks run, everything before RUNNING is pending, what is ending is neither.
    Rows rows = db.query(
        "SELECT launch_type, last_status, count(*) FROM tasks INDEXED BY tasks_counted"
        " WHERE last_status != 'STOPPED' AND account = ? AND region = ? AND cluster = ?"
        " GROUP BY launch_type, last_status",
        scope.account, scope.region, name);
    while (rows.step()) {
      auto const status = domain::from_word<domain::TaskStatus>(rows.text(1)).value();
      int const count = rows.number(2);
      counts.live_tasks += count;
      if (status == domain::TaskStatus::Running) {
        counts.running_tasks += count;
        add(rows.text(0), count, counts.running_fargate, counts.running_ec2, counts.running_external);
      } else if (status < domain::TaskStatus::Running) {
        counts.pending_tasks += count;
        add(rows.text(0), count, counts.pending_fargate, counts.pending_ec2, counts.pending_external);
      }
    }
  }
  Rows rows = db.query(
      "SELECT launch_type, status, count(*) FROM services"
      " WHERE account = ? AND region = ? AND cluster = ? AND status != 'INACTIVE'"
      " GROUP BY launch_type, status",
      scope.account, scope.region, name);
  while (rows.step()) {
    int const count = rows.number(2);
    if (rows.text(1) == "ACTIVE") {
      counts.active_services += count;
      add(rows.text(0), count, counts.active_fargate_services, counts.active_ec2_services,
          counts.active_external_services);
    } else {
      add(rows.text(0), count, counts.draining_fargate_services, counts.draining_ec2_services,
          counts.draining_external_services);
    }
  }
  Rows instances = db.query(
      "SELECT count(*) FROM container_instances"
      " WHERE account = ? AND region = ? AND cluster = ? AND status IN ('ACTIVE', 'DRAINING')",
      scope.account, scope.region, name);
  if (instances.step()) counts.container_instances = instances.number(0);
  return counts;
}

}  // namespace neargate::state
