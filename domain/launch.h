#pragma once
// Where tasks may run: launch types, capacity provider strategies, what a task holds on an instance.

#include <string>
#include <utility>
#include <vector>

#include "domain/placement.h"
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

/// What a task holds on its container instance from PENDING until STOPPED (ecs-tasks.md "Placement").
struct Reservation {
  int cpu = 0;  ///< CPU units
  int memory_mib = 0;
  int gpus = 0;
  std::vector<std::pair<int, Protocol>> ports;
  bool operator==(Reservation const&) const = default;
};

}  // namespace neargate::domain
