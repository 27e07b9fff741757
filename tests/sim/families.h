#pragma once
// The recipes of the simulated worlds: one of each kind that the planner treats in its own way.

#include <string>
#include <vector>

namespace neargate::sim {

struct Family {
  std::string name;
  bool is_awsvpc = true, is_fargate = true;
};

std::vector<Family> const& families();
/// RegisterTaskDefinition's request; `revision` only makes it differ.
std::string definition_of(Family const& family, int revision);

// Containers of these names behave as the name says, when they are not disturbed.
inline constexpr char const* init_container = "init";        ///< ends with 0
inline constexpr char const* checked_container = "checked";  ///< has a health check, and becomes HEALTHY

/// Images that a pull may fail for.
inline constexpr char const* flaky_image = "flaky:1";

}  // namespace neargate::sim
