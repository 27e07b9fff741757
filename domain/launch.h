#pragma once
// Where tasks may run: launch types, capacity provider strategies, placement constraints and strategies.

#include <string>
#include <utility>
#include <vector>

#include "domain/task_definition.h"

namespace neargate::domain {

enum class LaunchType { Ec2, Fargate, External };

/// One item of a capacity provider strategy.
struct CapacityProviderItem {
  std::string provider;
  int weight = 0;
  int base = 0;
  bool operator==(CapacityProviderItem const&) const = default;
};
using CapacityProviderStrategy = std::vector<CapacityProviderItem>;

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

/// What a task holds on its container instance from PENDING until STOPPED (ecs-tasks.md "Placement").
struct Reservation {
  int cpu = 0;  ///< CPU units
  int memory_mib = 0;
  int gpus = 0;
  std::vector<std::pair<int, Protocol>> ports;
  bool operator==(Reservation const&) const = default;
};

}  // namespace neargate::domain
