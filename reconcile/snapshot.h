#pragma once
// The two sides that the planner compares: what is wanted and what is. Whole values, no handles: a plan can
// be made, printed and tested anywhere.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "docker/engine.h"
#include "domain/container_instance.h"
#include "domain/service.h"
#include "domain/task.h"
#include "domain/task_definition.h"
#include "placement/local_instance.h"
#include "reconcile/addresses.h"

namespace neargate::reconcile {

struct DefinitionId {
  domain::Scope scope;
  domain::TaskDefinitionKey key;
  auto operator<=>(DefinitionId const&) const = default;
};
/// Revisions never change, so one value is shared by all who read it.
using Definition = std::shared_ptr<domain::TaskDefinition const>;

struct SubnetKey {
  domain::Scope scope;
  domain::SubnetId id;
  auto operator<=>(SubnetKey const&) const = default;
};

/// What the rows say, read in one transaction.
struct Desired {
  std::vector<domain::Service> services;  ///< ACTIVE and DRAINING
  /// Those of these services that have not finished.
  std::map<domain::ServiceKey, std::vector<domain::ServiceDeployment>> service_deployments;
  std::vector<domain::Task> tasks;                   ///< not STOPPED
  std::vector<domain::ContainerInstance> instances;  ///< not INACTIVE
  std::map<DefinitionId, Definition> definitions;
  std::map<SubnetKey, domain::Subnet> subnets;
  Addresses addresses_in_use;
};

/// What is being done to a container, or was tried.
enum class Step { Pull, Create, Start, Stop, Remove };

/// An action that failed. `is_final`: the daemon refused, trying again is of no use; else at `retry_at`.
struct Setback {
  Step step = Step::Pull;
  docker::Failure failure;
  bool is_final = false;
  int attempts = 1;
  domain::Time retry_at{};
  bool operator==(Setback const&) const = default;
};

/// An image that the daemon has.
struct ObtainedImage {
  std::string reference;  ///< what Docker is told
  std::string digest;     ///< sha256:… of the manifest, empty when nobody knows
  bool operator==(ObtainedImage const&) const = default;
};

/// What is, as far as this instance's containers go. Everything is keyed by the container's Docker name,
/// which is in a row before anything is done with it.
struct Observed {
  /// False until the first full list and while the daemon cannot be reached: then an absent container means
  /// nothing, and nothing is done.
  bool is_known = false;
  std::map<std::string, docker::ContainerState> containers;
  /// Containers that went away while we looked, with the exit code if the daemon told it.
  std::map<std::string, std::optional<int>> vanished;
  std::map<std::string, Step> in_flight;
  std::map<std::string, Setback> setbacks;
  std::map<std::string, ObtainedImage> images;
  /// Addresses that the daemon refused to give out a moment ago.
  std::set<std::string> refused_addresses;
};

/// What this instance is: the same for every plan.
struct Settings {
  std::string instance_id;
  std::string data_label;           ///< the data directory, on every container
  std::string vpc_network;          ///< Docker network of the VPC
  std::int64_t host_nano_cpus = 0;  ///< Docker refuses limits above it; 0 = not known
  /// This machine, offered to EC2 tasks where no instance is registered; nullopt: --no-local-instance.
  std::optional<placement::Machine> local_machine;
};

}  // namespace neargate::reconcile
