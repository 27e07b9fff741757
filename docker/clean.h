#pragma once
// Removing what an instance of neargate left on the daemon: what carries its label, and nothing else.

#include <string>
#include <vector>

#include "docker/engine.h"

namespace neargate::docker {

/// Names of what was removed; what could not be removed, with the daemon's reason.
struct CleanReport {
  std::vector<std::string> containers, networks, volumes, failures;
  bool operator==(CleanReport const&) const = default;
};

/// Containers first, since networks and volumes cannot go while they are in use.
CleanReport clean(Engine& engine, std::string const& instance);

/// An instance that left something behind, or still runs.
struct Instance {
  std::string id;
  std::string data_directory;  ///< neargate.data, empty when nothing told it
  int containers = 0, networks = 0, volumes = 0;
  bool operator==(Instance const&) const = default;
};

/// By id.
Outcome<std::vector<Instance>> list_instances(Engine& engine);

}  // namespace neargate::docker
