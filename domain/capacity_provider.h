#pragma once
// A created capacity provider: an Auto Scaling group, known by its ARN alone.

#include <string>

#include "domain/clock.h"
#include "domain/ids.h"

namespace neargate::domain {

struct CapacityProvider {
  Scope scope;
  std::string name;
  bool is_active = true;  ///< a deleted one stays describable by name
  Time created_at{};
  /// JSON, written and read by `api` alone: autoScalingGroupProvider, updateStatus and its reason.
  std::string document = "{}";
  bool operator==(CapacityProvider const&) const = default;
};

}  // namespace neargate::domain
