#pragma once
// What must hold of the container instance of a task, and which one to prefer (ecs-tasks.md "Placement").

#include <string>

namespace neargate::domain {

enum class ConstraintType { DistinctInstance, MemberOf };
struct PlacementConstraint {
  ConstraintType type = ConstraintType::MemberOf;
  std::string expression;  ///< cluster query language; empty for distinctInstance
  bool operator==(PlacementConstraint const&) const = default;
};

enum class PlacementStrategyType { Random, Spread, Binpack };
struct PlacementStrategy {
  PlacementStrategyType type = PlacementStrategyType::Spread;
  std::string field;  ///< instanceId, host, attribute:NAME, cpu, memory; empty for random
  bool operator==(PlacementStrategy const&) const = default;
};

}  // namespace neargate::domain
