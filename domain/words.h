#pragma once
// The words that AWS uses for our enumerators, for rows, logs and answers.

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "domain/cluster.h"
#include "domain/network.h"
#include "domain/service.h"
#include "domain/task.h"
#include "domain/task_definition.h"

namespace neargate::domain {

template <class Enum>
struct Words;

#define NEARGATE_WORDS(Enum, ...)                                                              \
  template <>                                                                                  \
  struct Words<Enum> {                                                                         \
    static constexpr auto all = std::to_array<std::pair<Enum, std::string_view>>(__VA_ARGS__); \
  };

NEARGATE_WORDS(ClusterStatus, {{ClusterStatus::Active, "ACTIVE"}, {ClusterStatus::Inactive, "INACTIVE"}})
NEARGATE_WORDS(NetworkMode, {{NetworkMode::Bridge, "bridge"},
                             {NetworkMode::Host, "host"},
                             {NetworkMode::Awsvpc, "awsvpc"},
                             {NetworkMode::None, "none"}})
NEARGATE_WORDS(TaskDefinitionStatus, {{TaskDefinitionStatus::Active, "ACTIVE"},
                                      {TaskDefinitionStatus::Inactive, "INACTIVE"},
                                      {TaskDefinitionStatus::DeleteInProgress, "DELETE_IN_PROGRESS"}})
NEARGATE_WORDS(Protocol, {{Protocol::Tcp, "tcp"}, {Protocol::Udp, "udp"}})
NEARGATE_WORDS(DependencyCondition, {{DependencyCondition::Start, "START"},
                                     {DependencyCondition::Complete, "COMPLETE"},
                                     {DependencyCondition::Success, "SUCCESS"},
                                     {DependencyCondition::Healthy, "HEALTHY"}})
NEARGATE_WORDS(LaunchType, {{LaunchType::Ec2, "EC2"},
                            {LaunchType::Fargate, "FARGATE"},
                            {LaunchType::External, "EXTERNAL"}})
NEARGATE_WORDS(ServiceStatus, {{ServiceStatus::Active, "ACTIVE"},
                               {ServiceStatus::Draining, "DRAINING"},
                               {ServiceStatus::Inactive, "INACTIVE"}})
NEARGATE_WORDS(SchedulingStrategy,
               {{SchedulingStrategy::Replica, "REPLICA"}, {SchedulingStrategy::Daemon, "DAEMON"}})
NEARGATE_WORDS(DeploymentStatus, {{DeploymentStatus::Primary, "PRIMARY"},
                                  {DeploymentStatus::Active, "ACTIVE"},
                                  {DeploymentStatus::Inactive, "INACTIVE"}})
NEARGATE_WORDS(RolloutState, {{RolloutState::InProgress, "IN_PROGRESS"},
                              {RolloutState::Completed, "COMPLETED"},
                              {RolloutState::Failed, "FAILED"}})
NEARGATE_WORDS(TaskStatus, {{TaskStatus::Provisioning, "PROVISIONING"},
                            {TaskStatus::Pending, "PENDING"},
                            {TaskStatus::Activating, "ACTIVATING"},
                            {TaskStatus::Running, "RUNNING"},
                            {TaskStatus::Deactivating, "DEACTIVATING"},
                            {TaskStatus::Stopping, "STOPPING"},
                            {TaskStatus::Deprovisioning, "DEPROVISIONING"},
                            {TaskStatus::Stopped, "STOPPED"}})
NEARGATE_WORDS(DesiredStatus, {{DesiredStatus::Running, "RUNNING"}, {DesiredStatus::Stopped, "STOPPED"}})
NEARGATE_WORDS(ContainerStatus, {{ContainerStatus::Pending, "PENDING"},
                                 {ContainerStatus::Running, "RUNNING"},
                                 {ContainerStatus::Stopped, "STOPPED"}})
NEARGATE_WORDS(StopCode, {{StopCode::TaskFailedToStart, "TaskFailedToStart"},
                          {StopCode::EssentialContainerExited, "EssentialContainerExited"},
                          {StopCode::UserInitiated, "UserInitiated"},
                          {StopCode::ServiceSchedulerInitiated, "ServiceSchedulerInitiated"},
                          {StopCode::SpotInterruption, "SpotInterruption"},
                          {StopCode::TerminationNotice, "TerminationNotice"}})
NEARGATE_WORDS(InterfaceStatus, {{InterfaceStatus::Precreated, "precreated"},
                                 {InterfaceStatus::Attached, "attached"},
                                 {InterfaceStatus::Deleted, "deleted"}})
#undef NEARGATE_WORDS

/// "RUNNING" for TaskStatus::Running.
template <class Enum>
constexpr std::string_view word(Enum value) {
  for (auto const& [enumerator, text] : Words<Enum>::all)
    if (enumerator == value) return text;
  return "?";
}

template <class Enum>
constexpr std::optional<Enum> from_word(std::string_view text) {
  for (auto const& [enumerator, known] : Words<Enum>::all)
    if (known == text) return enumerator;
  return std::nullopt;
}

}  // namespace neargate::domain
