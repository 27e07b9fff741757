#pragma once
// Rows of tasks with their network interfaces.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/task.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::Task> find_task(Database& db, domain::TaskKey const& key);
/// Every task that is not STOPPED, of every account: the reconciler's work.
std::vector<domain::Task> list_live_tasks(Database& db);
/// Every task of a service that is not STOPPED.
std::vector<domain::Task> list_live_tasks_of(Database& db, domain::ServiceKey const& key);
/// Every task of a cluster that is not STOPPED.
std::vector<domain::Task> list_live_tasks_in(Database& db, domain::Scope const& scope,
                                             domain::ClusterName const& cluster);

struct TaskFilter {
  domain::DesiredStatus desired_status = domain::DesiredStatus::Running;
  std::optional<domain::ServiceName> service;
  std::optional<domain::Family> family;
  std::optional<std::string> started_by;
  std::optional<domain::LaunchType> launch_type;
  std::optional<domain::ContainerInstanceId> container_instance;
};
/// The first `limit` ids behind `after`, in order. An index serves every filter, so a page costs what it
/// holds, whatever the cluster does.
std::vector<domain::TaskId> list_tasks(Database& db, domain::Scope const& scope,
                                       domain::ClusterName const& cluster, TaskFilter const& filter,
                                       std::optional<domain::TaskId> const& after = std::nullopt,
                                       int limit = -1);

/// Inserts or replaces the task and, when it has one, its network interface.
void save_task(Database& db, domain::Task const& task);
/// Removes STOPPED tasks (and their interfaces) that stopped before `before`; returns how many.
int forget_stopped_tasks(Database& db, domain::Time before);

struct TaskCounts {
  int running = 0, pending = 0;
};
/// RUNNING and not-yet-RUNNING tasks of a service by what started them, a deployment or a task set.
std::map<domain::DeploymentId, TaskCounts> count_tasks_by_deployment(Database& db,
                                                                     domain::ServiceKey const& key);
/// A RUNNING task of a deployment or task set, any: it tells what the images are.
std::optional<domain::Task> find_running_task_of(Database& db, domain::ServiceKey const& key,
                                                 domain::DeploymentId const& deployment);

}  // namespace neargate::state
