#pragma once
// A service, its deployments, task sets, and the records of its deployments.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/launch.h"
#include "domain/network.h"

namespace neargate::domain {

enum class ServiceStatus { Active, Draining, Inactive };
enum class SchedulingStrategy { Replica, Daemon };
enum class DeploymentController { Ecs, CodeDeploy, External };
enum class DeploymentStatus { Primary, Active, Inactive };
enum class RolloutState { InProgress, Completed, Failed };
enum class DeploymentStrategy { Rolling, BlueGreen, Linear, Canary };
/// What the circuit breaker's threshold counts; BOUNDED_PERCENT keeps within 3 and 200 tasks.
enum class ThresholdType { BoundedPercent, UnboundedPercent, Count };

/// In order (ecs-services.md "BLUE_GREEN, LINEAR, CANARY").
enum class LifecycleStage {
  ReconcileService,
  PreScaleUp,
  ScaleUp,
  PostScaleUp,
  TestTrafficShift,
  PostTestTrafficShift,
  ProductionTrafficShift,
  PostProductionTrafficShift,
  BakeTime,
  CleanUp,
};

struct ServiceKey {
  Scope scope;
  ClusterName cluster;
  ServiceName name;
  auto operator<=>(ServiceKey const&) const = default;
};

/// A stop between two stages. Lambda hooks cannot be invoked here; a PAUSE hook waits for
/// ContinueServiceDeployment.
struct LifecycleHook {
  std::string target_arn;
  bool is_pause = false;
  std::vector<LifecycleStage> stages;
  /// Then a pause ends by itself, by CONTINUE or ROLLBACK (AWS: 24 hours, ROLLBACK).
  std::chrono::minutes timeout{std::chrono::hours{24}};
  bool timeout_continues = false;
  bool operator==(LifecycleHook const&) const = default;
};

/// How a service comes from one revision to the next (reference: ecs-services.md "Rolling deployment",
/// "BLUE_GREEN, LINEAR, CANARY").
struct DeploymentConfiguration {
  int maximum_percent = 200;
  int minimum_healthy_percent = 100;
  bool circuit_breaker = false;
  bool rollback = false;
  ThresholdType threshold_type = ThresholdType::BoundedPercent;
  int threshold_value = 50;
  bool reset_on_healthy_task = true;
  DeploymentStrategy strategy = DeploymentStrategy::Rolling;
  std::chrono::minutes bake_time{0};       ///< BLUE_GREEN, and after 100 % of the others
  double step_percent = 10.0;              ///< LINEAR: each step; CANARY: the canary
  std::chrono::minutes step_bake_time{0};  ///< between two steps; after the canary
  std::vector<LifecycleHook> hooks;
  bool operator==(DeploymentConfiguration const&) const = default;
};

/// One rollout inside a service. Its running and pending counts are counted from its tasks, never stored.
struct Deployment {
  DeploymentId id;
  DeploymentStatus status = DeploymentStatus::Primary;
  TaskDefinitionKey task_definition;
  std::optional<LaunchType> launch_type;
  CapacityProviderStrategy capacity_providers;
  std::optional<NetworkConfiguration> network;
  /// What records its course; empty until the scheduler has seen the deployment.
  ServiceDeploymentId service_deployment;
  int desired_count = 0;  ///< 0 until the scheduler has run, as AWS answers create and update
  int failed_tasks = 0;
  /// Tasks that ended before RUNNING, one after another, and when the next may be tried (back-off).
  int consecutive_failures = 0;
  std::optional<Time> not_before;
  RolloutState rollout_state = RolloutState::InProgress;
  std::string rollout_reason;
  /// Of a deployment that is not ROLLING: where it stands, since when, and the traffic that it has (percent).
  std::optional<LifecycleStage> stage;
  std::optional<Time> stage_since;
  double traffic_percent = 0;
  Time created_at{}, updated_at{};
  bool operator==(Deployment const&) const = default;
};

enum class TaskSetStatus { Primary, Active, Draining };
enum class StabilityStatus { Stabilizing, SteadyState };

/// What an EXTERNAL (or CODE_DEPLOY) service is made of (ecs-services.md "Task sets"). Counts are counted.
struct TaskSet {
  DeploymentId id;
  TaskSetStatus status = TaskSetStatus::Active;
  TaskDefinitionKey task_definition;
  std::optional<LaunchType> launch_type;
  CapacityProviderStrategy capacity_providers;
  std::optional<NetworkConfiguration> network;
  double scale_percent = 0;
  int computed_desired_count = 0;
  StabilityStatus stability = StabilityStatus::Stabilizing;
  Time stability_at{}, created_at{}, updated_at{};
  int consecutive_failures = 0;  ///< back-off, as a deployment's
  std::optional<Time> not_before;
  /// JSON, written and read by `api` alone: externalId, loadBalancers, serviceRegistries, platformVersion,
  /// client token, tags of its tasks …
  std::string document = "{}";
  bool operator==(TaskSet const&) const = default;
};

enum class ServiceDeploymentStatus {
  Pending,
  InProgress,
  Successful,
  Stopped,
  StopRequested,
  RollbackRequested,
  RollbackInProgress,
  RollbackSuccessful,
  RollbackFailed,
};
enum class CircuitBreakerStatus { Monitoring, MonitoringComplete, Triggered, Disabled };
enum class HookStatus { AwaitingAction, Succeeded, Failed, TimedOut };

/// A PAUSE hook that holds the deployment at its stage until ContinueServiceDeployment, or time, answers it.
struct HookPause {
  int hook = 0;  ///< among those of the configuration
  int turn = 0;  ///< a hook may be listed for a stage more than once
  HookStatus status = HookStatus::AwaitingAction;
  bool operator==(HookPause const&) const = default;
};

/// The record of one deployment's course (ecs-services.md "Service deployments and revisions"). Kept when the
/// deployment itself has left the service.
struct ServiceDeployment {
  ServiceKey service;
  ServiceDeploymentId id;
  DeploymentId target;                ///< names the target revision
  std::vector<DeploymentId> sources;  ///< revisions that had tasks when it began
  ServiceDeploymentStatus status = ServiceDeploymentStatus::Pending;
  std::string status_reason;
  CircuitBreakerStatus breaker = CircuitBreakerStatus::Disabled;
  int failure_count = 0, threshold = 0;
  std::optional<LifecycleStage> stage;
  std::vector<HookPause> pauses;            ///< at `stage`, until each is answered
  std::optional<DeploymentId> rollback_to;  ///< revision
  std::string rollback_reason;
  std::optional<Time> rollback_at;
  Time created_at{}, updated_at{};
  std::optional<Time> started_at, finished_at, stopped_at;
  DeploymentConfiguration configuration;  ///< as it was at the start
  bool operator==(ServiceDeployment const&) const = default;
};

/// An immutable snapshot of what a service's tasks are made of; it has its deployment's digits.
struct ServiceRevision {
  ServiceKey service;
  DeploymentId id;
  Time created_at{};
  std::string document = "{}";  ///< JSON, written and read by `api` alone
  bool operator==(ServiceRevision const&) const = default;
};

struct Service {
  ServiceKey key;
  ServiceStatus status = ServiceStatus::Active;
  SchedulingStrategy scheduling = SchedulingStrategy::Replica;
  DeploymentController controller = DeploymentController::Ecs;
  int desired_count = 0;
  TaskDefinitionKey task_definition;  ///< empty family under EXTERNAL without a primary task set
  std::optional<LaunchType> launch_type;
  CapacityProviderStrategy capacity_providers;
  std::optional<NetworkConfiguration> network;
  std::vector<PlacementConstraint> placement_constraints;
  std::vector<PlacementStrategy> placement_strategy;
  std::chrono::seconds health_check_grace{0};
  DeploymentConfiguration deployment_configuration;
  Time created_at{};
  /// When the steady-state event was last written; cleared by whatever disturbs the service.
  std::optional<Time> steady_since;
  /// JSON, written and read by `api` alone: members that are only echoed (clientToken and request digest,
  /// createdBy, platformVersion, placement…, flags).
  std::string document = "{}";
  /// PRIMARY first, then ACTIVE ones, newest first. None under EXTERNAL and CODE_DEPLOY.
  std::vector<Deployment> deployments;
  std::vector<TaskSet> task_sets;  ///< PRIMARY first, then newest first
  bool operator==(Service const&) const = default;
};

struct ServiceEvent {
  std::string id;  ///< uuid
  Time created_at{};
  std::string message;
  bool operator==(ServiceEvent const&) const = default;
};

}  // namespace neargate::domain
