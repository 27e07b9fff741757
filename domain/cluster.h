#pragma once
// A cluster: the namespace of services, tasks and container instances.

#include <string>

#include "domain/clock.h"
#include "domain/ids.h"

namespace neargate::domain {

enum class ClusterStatus { Active, Inactive };

struct Cluster {
  Scope scope;
  ClusterName name;
  ClusterStatus status = ClusterStatus::Active;
  Time created_at{};
  /// JSON, written and read by `api` alone: the members that are only echoed (settings, configuration,
  /// capacityProviders, defaultCapacityProviderStrategy, serviceConnectDefaults).
  std::string document = "{}";
  bool operator==(Cluster const&) const = default;
};

}  // namespace neargate::domain
