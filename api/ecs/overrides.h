#pragma once
// RunTask's overrides: checked, freed of the empty values that the Go SDK sends, as the planner takes them
// and as answers echo them (ecs-tasks.md "RunTask / StartTask rules", terraform.md "Traps").

#include <optional>
#include <vector>

#include "api/ecs/refuse.h"
#include "api/wire/optional.h"
#include "domain/task.h"
#include "domain/task_definition.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// Only what is really overridden.
TaskOverride without_empty_values(wire::Optional<TaskOverride> const& sent);

std::optional<Refusal> overrides_refused(TaskOverride const& overrides,
                                         domain::TaskDefinition const& definition, domain::LaunchType type);

std::vector<domain::ContainerOverride> container_overrides(TaskOverride const& overrides);
std::optional<int> overridden_cpu(TaskOverride const& overrides);
std::optional<int> overridden_memory(TaskOverride const& overrides);

/// One entry for each container, even for those with no override.
TaskOverride overrides_view(TaskOverride const& overrides, domain::TaskDefinition const& definition);

}  // namespace neargate::api::ecs
