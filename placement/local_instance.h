#pragma once
// This machine's Docker as a container instance, for EC2 tasks of a cluster where nobody has registered one.
// It looks as if an agent on an EC2 instance had registered it.

#include <string>

#include "domain/container_instance.h"
#include "domain/mint.h"

namespace neargate::placement {

/// What somebody found out about this machine once.
struct Machine {
  int cpu = 1024;  ///< CPU units: 1024 a core
  int memory_mib = 1024;
  std::string docker_version;  ///< 20.10.24; "" under the simulated runtime
  bool operator==(Machine const&) const = default;
};

/// `zone`: the region's first. Nothing is stored.
domain::ContainerInstance local_instance(domain::Scope const& scope, domain::ClusterName const& cluster,
                                         Machine const& machine, std::string const& zone, domain::Mint& mint,
                                         domain::Time now);

/// The version of the agent whose behaviour neargate follows.
inline constexpr char const* agent_version = "1.105.1";
inline constexpr char const* agent_hash = "*2a7c9a4d";

}  // namespace neargate::placement
