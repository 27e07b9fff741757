#pragma once
// A task: one placed run of a task definition, and its containers.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/launch.h"
#include "domain/network.h"
#include "domain/service.h"
#include "domain/task_definition.h"

namespace neargate::domain {

/// In the order of a task's life (reference: ecs-tasks.md "States").
enum class TaskStatus {
  Provisioning,
  Pending,
  Activating,
  Running,
  Deactivating,
  Stopping,
  Deprovisioning,
  Stopped,
};
enum class DesiredStatus { Running, Stopped };
enum class ContainerStatus { Pending, Running, Stopped };
enum class HealthStatus { Unknown, Healthy, Unhealthy };
enum class StopCode {
  TaskFailedToStart,
  EssentialContainerExited,
  UserInitiated,
  ServiceSchedulerInitiated,
  SpotInterruption,
  TerminationNotice,
};

struct NetworkBinding {
  std::string bind_ip;
  int container_port = 0;
  int host_port = 0;
  Protocol protocol = Protocol::Tcp;
  bool operator==(NetworkBinding const&) const = default;
};

/// One container of a task. `docker_name` is minted before anything is created, so that a crash between
/// intent and effect is mended by looking for it.
struct Container {
  std::string name;         ///< as in the definition
  std::string uuid;         ///< last part of its ARN
  std::string docker_name;  ///< ecs-FAMILY-REV-NAME-HEX
  std::string image;        ///< the definition's string, verbatim
  ContainerStatus status = ContainerStatus::Pending;
  std::optional<int> exit_code;
  std::string reason;  ///< "CannotPullContainerError: …"
  std::string runtime_id;
  std::string image_digest;
  std::vector<NetworkBinding> bindings;
  std::optional<HealthStatus> health;  ///< of a container with a health check
  bool operator==(Container const&) const = default;
};

/// What RunTask's overrides change in one container.
struct ContainerOverride {
  std::string name;
  std::optional<std::vector<std::string>> command;
  std::vector<std::pair<std::string, std::string>> environment;
  std::optional<int> cpu, memory_mib, memory_reservation_mib;
  bool operator==(ContainerOverride const&) const = default;
};

struct TaskKey {
  Scope scope;
  ClusterName cluster;
  TaskId id;
  auto operator<=>(TaskKey const&) const = default;
};

struct Task {
  TaskKey key;
  TaskDefinitionKey task_definition;
  TaskStatus last_status = TaskStatus::Provisioning;
  DesiredStatus desired_status = DesiredStatus::Running;
  std::optional<LaunchType> launch_type;
  std::string group;       ///< family:F or service:S
  std::string started_by;  ///< deployment id for service tasks
  std::optional<ServiceName> service;
  std::optional<DeploymentId> deployment;  ///< or task set
  std::optional<ContainerInstanceId> container_instance;
  std::string capacity_provider;
  Reservation reservation;  ///< on its container instance
  /// Protected from scale-in and deployments, until then if there is a time.
  bool is_protected = false;
  std::optional<Time> protected_until;
  NetworkMode network_mode = NetworkMode::Bridge;
  std::optional<NetworkConfiguration> network;
  std::string availability_zone;
  std::optional<int> cpu, memory_mib;  ///< after overrides
  std::vector<ContainerOverride> overrides;
  std::vector<Container> containers;
  std::string pause_docker_name;  ///< set when the task needs a namespace holder
  std::optional<NetworkInterface> eni;
  int version = 1;  ///< grows with each reported change
  Time created_at{};
  std::optional<Time> connectivity_at, pull_started_at, pull_stopped_at, started_at, stopping_at,
      execution_stopped_at, stopped_at;
  std::optional<StopCode> stop_code;
  std::string stopped_reason;
  /// JSON, written and read by `api` alone: echoed members (overrides as sent, referenceId,
  /// enableExecuteCommand, platformVersion …).
  std::string document = "{}";
  bool operator==(Task const&) const = default;
};

}  // namespace neargate::domain
