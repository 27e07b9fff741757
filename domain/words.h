#pragma once
// The words that AWS uses for our enumerators, for rows, logs and answers.

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "domain/cluster.h"
#include "domain/container_instance.h"
#include "domain/network.h"
#include "domain/service.h"
#include "domain/task.h"
#include "domain/task_definition.h"

namespace neargate::domain {

/// The word of each enumerator, one specialization an enum.
template <class Enum>
inline constexpr std::array<std::pair<Enum, std::string_view>, 0> words_of{};

template <>
inline constexpr auto words_of<ClusterStatus> = std::to_array<std::pair<ClusterStatus, std::string_view>>(
    {{ClusterStatus::Active, "ACTIVE"}, {ClusterStatus::Inactive, "INACTIVE"}});
template <>
inline constexpr auto words_of<NetworkMode> =
    std::to_array<std::pair<NetworkMode, std::string_view>>({{NetworkMode::Bridge, "bridge"},
                                                             {NetworkMode::Host, "host"},
                                                             {NetworkMode::Awsvpc, "awsvpc"},
                                                             {NetworkMode::None, "none"}});
template <>
inline constexpr auto words_of<TaskDefinitionStatus> =
    std::to_array<std::pair<TaskDefinitionStatus, std::string_view>>(
        {{TaskDefinitionStatus::Active, "ACTIVE"},
         {TaskDefinitionStatus::Inactive, "INACTIVE"},
         {TaskDefinitionStatus::DeleteInProgress, "DELETE_IN_PROGRESS"}});
template <>
inline constexpr auto words_of<Protocol> =
    std::to_array<std::pair<Protocol, std::string_view>>({{Protocol::Tcp, "tcp"}, {Protocol::Udp, "udp"}});
template <>
inline constexpr auto words_of<DependencyCondition> =
    std::to_array<std::pair<DependencyCondition, std::string_view>>(
        {{DependencyCondition::Start, "START"},
         {DependencyCondition::Complete, "COMPLETE"},
         {DependencyCondition::Success, "SUCCESS"},
         {DependencyCondition::Healthy, "HEALTHY"}});
template <>
inline constexpr auto words_of<LaunchType> = std::to_array<std::pair<LaunchType, std::string_view>>(
    {{LaunchType::Ec2, "EC2"}, {LaunchType::Fargate, "FARGATE"}, {LaunchType::External, "EXTERNAL"}});
template <>
inline constexpr auto words_of<ServiceStatus> =
    std::to_array<std::pair<ServiceStatus, std::string_view>>({{ServiceStatus::Active, "ACTIVE"},
                                                               {ServiceStatus::Draining, "DRAINING"},
                                                               {ServiceStatus::Inactive, "INACTIVE"}});
template <>
inline constexpr auto words_of<SchedulingStrategy> =
    std::to_array<std::pair<SchedulingStrategy, std::string_view>>({{SchedulingStrategy::Replica, "REPLICA"},
                                                                    {SchedulingStrategy::Daemon, "DAEMON"}});
template <>
inline constexpr auto words_of<DeploymentStatus> =
    std::to_array<std::pair<DeploymentStatus, std::string_view>>({{DeploymentStatus::Primary, "PRIMARY"},
                                                                  {DeploymentStatus::Active, "ACTIVE"},
                                                                  {DeploymentStatus::Inactive, "INACTIVE"}});
template <>
inline constexpr auto words_of<RolloutState> =
    std::to_array<std::pair<RolloutState, std::string_view>>({{RolloutState::InProgress, "IN_PROGRESS"},
                                                              {RolloutState::Completed, "COMPLETED"},
                                                              {RolloutState::Failed, "FAILED"}});
template <>
inline constexpr auto words_of<TaskStatus> =
    std::to_array<std::pair<TaskStatus, std::string_view>>({{TaskStatus::Provisioning, "PROVISIONING"},
                                                            {TaskStatus::Pending, "PENDING"},
                                                            {TaskStatus::Activating, "ACTIVATING"},
                                                            {TaskStatus::Running, "RUNNING"},
                                                            {TaskStatus::Deactivating, "DEACTIVATING"},
                                                            {TaskStatus::Stopping, "STOPPING"},
                                                            {TaskStatus::Deprovisioning, "DEPROVISIONING"},
                                                            {TaskStatus::Stopped, "STOPPED"}});
template <>
inline constexpr auto words_of<DesiredStatus> = std::to_array<std::pair<DesiredStatus, std::string_view>>(
    {{DesiredStatus::Running, "RUNNING"}, {DesiredStatus::Stopped, "STOPPED"}});
template <>
inline constexpr auto words_of<ContainerStatus> =
    std::to_array<std::pair<ContainerStatus, std::string_view>>({{ContainerStatus::Pending, "PENDING"},
                                                                 {ContainerStatus::Running, "RUNNING"},
                                                                 {ContainerStatus::Stopped, "STOPPED"}});
template <>
inline constexpr auto words_of<StopCode> = std::to_array<std::pair<StopCode, std::string_view>>(
    {{StopCode::TaskFailedToStart, "TaskFailedToStart"},
     {StopCode::EssentialContainerExited, "EssentialContainerExited"},
     {StopCode::UserInitiated, "UserInitiated"},
     {StopCode::ServiceSchedulerInitiated, "ServiceSchedulerInitiated"},
     {StopCode::SpotInterruption, "SpotInterruption"},
     {StopCode::TerminationNotice, "TerminationNotice"}});
template <>
inline constexpr auto words_of<InterfaceStatus> =
    std::to_array<std::pair<InterfaceStatus, std::string_view>>({{InterfaceStatus::Precreated, "precreated"},
                                                                 {InterfaceStatus::Attached, "attached"},
                                                                 {InterfaceStatus::Deleted, "deleted"}});

template <>
inline constexpr auto words_of<DeploymentController> =
    std::to_array<std::pair<DeploymentController, std::string_view>>(
        {{DeploymentController::Ecs, "ECS"},
         {DeploymentController::CodeDeploy, "CODE_DEPLOY"},
         {DeploymentController::External, "EXTERNAL"}});
template <>
inline constexpr auto words_of<DeploymentStrategy> =
    std::to_array<std::pair<DeploymentStrategy, std::string_view>>({{DeploymentStrategy::Rolling, "ROLLING"},
                                                                    {DeploymentStrategy::BlueGreen,
                                                                     "BLUE_GREEN"},
                                                                    {DeploymentStrategy::Linear, "LINEAR"},
                                                                    {DeploymentStrategy::Canary, "CANARY"}});
template <>
inline constexpr auto words_of<LifecycleStage> = std::to_array<std::pair<LifecycleStage, std::string_view>>(
    {{LifecycleStage::ReconcileService, "RECONCILE_SERVICE"},
     {LifecycleStage::PreScaleUp, "PRE_SCALE_UP"},
     {LifecycleStage::ScaleUp, "SCALE_UP"},
     {LifecycleStage::PostScaleUp, "POST_SCALE_UP"},
     {LifecycleStage::TestTrafficShift, "TEST_TRAFFIC_SHIFT"},
     {LifecycleStage::PostTestTrafficShift, "POST_TEST_TRAFFIC_SHIFT"},
     {LifecycleStage::ProductionTrafficShift, "PRODUCTION_TRAFFIC_SHIFT"},
     {LifecycleStage::PostProductionTrafficShift, "POST_PRODUCTION_TRAFFIC_SHIFT"},
     {LifecycleStage::BakeTime, "BAKE_TIME"},
     {LifecycleStage::CleanUp, "CLEAN_UP"}});
template <>
inline constexpr auto words_of<TaskSetStatus> =
    std::to_array<std::pair<TaskSetStatus, std::string_view>>({{TaskSetStatus::Primary, "PRIMARY"},
                                                               {TaskSetStatus::Active, "ACTIVE"},
                                                               {TaskSetStatus::Draining, "DRAINING"}});
template <>
inline constexpr auto words_of<StabilityStatus> = std::to_array<std::pair<StabilityStatus, std::string_view>>(
    {{StabilityStatus::Stabilizing, "STABILIZING"}, {StabilityStatus::SteadyState, "STEADY_STATE"}});
template <>
inline constexpr auto words_of<ServiceDeploymentStatus> =
    std::to_array<std::pair<ServiceDeploymentStatus, std::string_view>>(
        {{ServiceDeploymentStatus::Pending, "PENDING"},
         {ServiceDeploymentStatus::InProgress, "IN_PROGRESS"},
         {ServiceDeploymentStatus::Successful, "SUCCESSFUL"},
         {ServiceDeploymentStatus::Stopped, "STOPPED"},
         {ServiceDeploymentStatus::StopRequested, "STOP_REQUESTED"},
         {ServiceDeploymentStatus::RollbackRequested, "ROLLBACK_REQUESTED"},
         {ServiceDeploymentStatus::RollbackInProgress, "ROLLBACK_IN_PROGRESS"},
         {ServiceDeploymentStatus::RollbackSuccessful, "ROLLBACK_SUCCESSFUL"},
         {ServiceDeploymentStatus::RollbackFailed, "ROLLBACK_FAILED"}});
template <>
inline constexpr auto words_of<HookStatus> =
    std::to_array<std::pair<HookStatus, std::string_view>>({{HookStatus::AwaitingAction, "AWAITING_ACTION"},
                                                            {HookStatus::Succeeded, "SUCCEEDED"},
                                                            {HookStatus::Failed, "FAILED"},
                                                            {HookStatus::TimedOut, "TIMED_OUT"}});
template <>
inline constexpr auto words_of<ThresholdType> = std::to_array<std::pair<ThresholdType, std::string_view>>(
    {{ThresholdType::BoundedPercent, "BOUNDED_PERCENT"},
     {ThresholdType::UnboundedPercent, "UNBOUNDED_PERCENT"},
     {ThresholdType::Count, "COUNT"}});
template <>
inline constexpr auto words_of<CircuitBreakerStatus> =
    std::to_array<std::pair<CircuitBreakerStatus, std::string_view>>(
        {{CircuitBreakerStatus::Monitoring, "MONITORING"},
         {CircuitBreakerStatus::MonitoringComplete, "MONITORING_COMPLETE"},
         {CircuitBreakerStatus::Triggered, "TRIGGERED"},
         {CircuitBreakerStatus::Disabled, "DISABLED"}});
template <>
inline constexpr auto words_of<ConstraintType> = std::to_array<std::pair<ConstraintType, std::string_view>>(
    {{ConstraintType::DistinctInstance, "distinctInstance"}, {ConstraintType::MemberOf, "memberOf"}});
template <>
inline constexpr auto words_of<PlacementStrategyType> =
    std::to_array<std::pair<PlacementStrategyType, std::string_view>>(
        {{PlacementStrategyType::Random, "random"},
         {PlacementStrategyType::Spread, "spread"},
         {PlacementStrategyType::Binpack, "binpack"}});
template <>
inline constexpr auto words_of<ContainerInstanceStatus> =
    std::to_array<std::pair<ContainerInstanceStatus, std::string_view>>(
        {{ContainerInstanceStatus::Registering, "REGISTERING"},
         {ContainerInstanceStatus::RegistrationFailed, "REGISTRATION_FAILED"},
         {ContainerInstanceStatus::Active, "ACTIVE"},
         {ContainerInstanceStatus::Draining, "DRAINING"},
         {ContainerInstanceStatus::Deregistering, "DEREGISTERING"},
         {ContainerInstanceStatus::Inactive, "INACTIVE"}});
template <>
inline constexpr auto words_of<HealthStatus> =
    std::to_array<std::pair<HealthStatus, std::string_view>>({{HealthStatus::Unknown, "UNKNOWN"},
                                                              {HealthStatus::Healthy, "HEALTHY"},
                                                              {HealthStatus::Unhealthy, "UNHEALTHY"}});

/// "RUNNING" for TaskStatus::Running.
template <class Enum>
constexpr std::string_view word(Enum value) {
  for (auto const& [enumerator, text] : words_of<Enum>)
    if (enumerator == value) return text;
  return "?";
}

template <class Enum>
constexpr std::optional<Enum> from_word(std::string_view text) {
  for (auto const& [enumerator, known] : words_of<Enum>)
    if (known == text) return enumerator;
  return std::nullopt;
}

}  // namespace neargate::domain
