#pragma once
// How a task is born: from a definition, whoever starts it (RunTask, StartTask or the service scheduler).

#include <optional>
#include <string>
#include <vector>

#include "domain/mint.h"
#include "domain/task.h"

namespace neargate::domain {

/// What the starter decides.
struct TaskOrder {
  ClusterName cluster;
  std::optional<LaunchType> launch_type;
  std::string group;
  std::string started_by;
  std::optional<ServiceName> service;
  std::optional<DeploymentId> deployment;
  std::optional<NetworkConfiguration> network;
  std::optional<Subnet> subnet;  ///< of an awsvpc task: where its interface goes
  std::string availability_zone;
  std::optional<ContainerInstanceId> container_instance;
  std::string capacity_provider;
  Reservation reservation;  ///< on its container instance
  std::vector<ContainerOverride> overrides;
  std::optional<int> cpu, memory_mib;  ///< task-level overrides
  std::string document = "{}";
};

/// A task with all its ids, not yet stored: PROVISIONING with a PRECREATED interface for awsvpc, else
/// PENDING (ecs-tasks.md "First answer"). Its interface gets an address from the planner.
Task make_task(TaskDefinition const& definition, TaskOrder const& order, Mint& mint, Time now);

/// ecs-FAMILY-REV-NAME-HEX, NAME without characters outside [A-Za-z0-9-] (ecs-task-runtime.md "Names").
std::string docker_name(TaskDefinitionKey const& key, std::string const& container, Mint& mint);

/// A namespace holder is needed when several containers share one network namespace.
bool needs_pause(TaskDefinition const& definition);

}  // namespace neargate::domain
