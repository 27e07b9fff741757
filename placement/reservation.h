#pragma once
// What a task of a definition will hold on its container instance (ecs-tasks.md "Placement").

#include <optional>
#include <vector>

#include "domain/launch.h"
#include "domain/task.h"
#include "domain/task_definition.h"

namespace neargate::placement {

/// Overrides as RunTask gives them; a service has none.
struct Overrides {
  std::vector<domain::ContainerOverride> containers;
  std::optional<int> cpu, memory_mib;  ///< task level
};

/// The task's own size where it has one, else the sum of its containers (of memory, what is reserved where
/// that is given). Host ports that are chosen at start are held by nobody beforehand.
domain::Reservation reservation_of(domain::TaskDefinition const& definition, Overrides const& overrides = {});

}  // namespace neargate::placement
