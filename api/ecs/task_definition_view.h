#pragma once
// Task definitions as answers show them.

#include "domain/task_definition.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

TaskDefinition task_definition_view(domain::TaskDefinition const& definition);

}  // namespace neargate::api::ecs
