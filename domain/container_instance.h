#pragma once
// A container instance: a machine that EC2 and EXTERNAL tasks are placed on.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/task_definition.h"

namespace neargate::domain {

enum class ContainerInstanceStatus {
  Registering,
  RegistrationFailed,
  Active,
  Draining,
  Deregistering,
  Inactive
};

struct ContainerInstanceKey {
  Scope scope;
  ClusterName cluster;
  ContainerInstanceId id;
  auto operator<=>(ContainerInstanceKey const&) const = default;
};

struct Attribute {
  std::string name;
  std::optional<std::string> value;
  bool operator==(Attribute const&) const = default;
};

struct ContainerInstance {
  ContainerInstanceKey key;
  std::string ec2_instance_id;  ///< i-…, or mi-… of an external instance
  ContainerInstanceStatus status = ContainerInstanceStatus::Active;
  bool agent_connected = true;
  bool is_local = false;  ///< this machine's Docker, offered by neargate itself
  int cpu = 0;            ///< as registered, in CPU units
  int memory_mib = 0;
  std::vector<std::string> gpus;
  std::vector<std::pair<int, Protocol>> reserved_ports;  ///< by the machine itself (22, 2375, …)
  std::vector<Attribute> attributes;                     ///< the agent's and custom ones
  std::string capacity_provider;
  std::string agent_version, agent_hash, docker_version;  ///< versionInfo, empty when not told
  std::int64_t version = 1;                               ///< grows with each change that AWS counts
  Time registered_at{};
  /// JSON, written and read by `api` alone: identity document, agent update status …
  std::string document = "{}";
  bool operator==(ContainerInstance const&) const = default;
};

}  // namespace neargate::domain
