#pragma once
// A task definition: the immutable recipe of a task, as far as it is acted upon.

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/placement.h"

namespace neargate::domain {

enum class NetworkMode { Bridge, Host, Awsvpc, None };
enum class TaskDefinitionStatus { Active, Inactive, DeleteInProgress };
enum class Protocol { Tcp, Udp };

struct PortMapping {
  int container_port = 0;
  int host_port = 0;  ///< 0 in bridge mode: one is chosen
  Protocol protocol = Protocol::Tcp;
  bool operator==(PortMapping const&) const = default;
};

enum class DependencyCondition { Start, Complete, Success, Healthy };
struct Dependency {
  std::string container;
  DependencyCondition condition = DependencyCondition::Start;
  bool operator==(Dependency const&) const = default;
};

struct HealthCheck {
  std::vector<std::string> command;  ///< CMD and words, or CMD-SHELL and a line
  std::optional<std::chrono::seconds> interval, timeout, start_period;
  std::optional<int> retries;
  bool operator==(HealthCheck const&) const = default;
};

struct ContainerDefinition {
  std::string name, image;
  bool essential = true;
  int cpu = 0;  ///< CPU units, 1024 a core
  std::optional<int> memory_mib, memory_reservation_mib;
  std::optional<std::vector<std::string>> command, entry_point;
  std::vector<std::pair<std::string, std::string>> environment;  ///< in the order given
  std::vector<PortMapping> port_mappings;
  std::optional<std::string> user, working_directory;
  std::vector<Dependency> depends_on;
  std::optional<std::chrono::seconds> start_timeout, stop_timeout;
  int gpus = 0;  ///< resourceRequirements
  std::optional<HealthCheck> health_check;
  std::map<std::string, std::string> docker_labels;
  bool operator==(ContainerDefinition const&) const = default;
};

struct TaskDefinition {
  Scope scope;
  TaskDefinitionKey key;
  TaskDefinitionStatus status = TaskDefinitionStatus::Active;
  NetworkMode network_mode = NetworkMode::Bridge;
  std::optional<int> cpu, memory_mib;  ///< task level
  std::vector<ContainerDefinition> containers;
  std::vector<std::string> required_attributes;  ///< requiresAttributes: what an instance must have
  std::vector<PlacementConstraint> placement_constraints;
  Time registered_at{};
  std::optional<Time> deregistered_at;
  /// JSON: the `taskDefinition` member as RegisterTaskDefinition answers it, without arn, revision, status
  /// and times. `state` derives the members above from it, so a newer neargate understands older rows better.
  std::string document = "{}";
  bool operator==(TaskDefinition const&) const = default;
};

}  // namespace neargate::domain
