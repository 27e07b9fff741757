#pragma once
// A service, its deployments and its events.

#include <optional>
#include <string>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/network.h"

namespace neargate::domain {

enum class LaunchType { Ec2, Fargate, External };
enum class ServiceStatus { Active, Draining, Inactive };
enum class SchedulingStrategy { Replica, Daemon };
enum class DeploymentStatus { Primary, Active, Inactive };
enum class RolloutState { InProgress, Completed, Failed };

struct ServiceKey {
  Scope scope;
  ClusterName cluster;
  ServiceName name;
  auto operator<=>(ServiceKey const&) const = default;
};

/// What bounds a rolling update (reference: ecs-services.md "Rolling deployment").
struct DeploymentConfiguration {
  int maximum_percent = 200;
  int minimum_healthy_percent = 100;
  bool circuit_breaker = false;
  bool rollback = false;
  bool operator==(DeploymentConfiguration const&) const = default;
};

/// One rollout inside a service. Its running and pending counts are counted from its tasks, never stored.
struct Deployment {
  DeploymentId id;
  DeploymentStatus status = DeploymentStatus::Primary;
  TaskDefinitionKey task_definition;
  std::optional<LaunchType> launch_type;
  std::optional<NetworkConfiguration> network;
  int desired_count = 0;  ///< 0 until the scheduler has run, as AWS answers create and update
  int failed_tasks = 0;
  /// Tasks that ended before RUNNING, one after another, and when the next may be tried (back-off).
  int consecutive_failures = 0;
  std::optional<Time> not_before;
  RolloutState rollout_state = RolloutState::InProgress;
  std::string rollout_reason;
  Time created_at{}, updated_at{};
  bool operator==(Deployment const&) const = default;
};

struct Service {
  ServiceKey key;
  ServiceStatus status = ServiceStatus::Active;
  SchedulingStrategy scheduling = SchedulingStrategy::Replica;
  int desired_count = 0;
  TaskDefinitionKey task_definition;
  std::optional<LaunchType> launch_type;
  std::optional<NetworkConfiguration> network;
  DeploymentConfiguration deployment_configuration;
  Time created_at{};
  /// When the steady-state event was last written; cleared by whatever disturbs the service.
  std::optional<Time> steady_since;
  /// JSON, written and read by `api` alone: members that are only echoed (clientToken and request digest,
  /// createdBy, platformVersion, placement…, flags).
  std::string document = "{}";
  /// PRIMARY first, then ACTIVE ones, newest first.
  std::vector<Deployment> deployments;
  bool operator==(Service const&) const = default;
};

struct ServiceEvent {
  std::string id;  ///< uuid
  Time created_at{};
  std::string message;
  bool operator==(ServiceEvent const&) const = default;
};

}  // namespace neargate::domain
