#pragma once
// Attributes of container instances (ecs-control-plane.md "Container instances").

#include <optional>
#include <string>
#include <vector>

#include "api/ecs/refuse.h"
#include "domain/container_instance.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// Characters and length of one name and value.
std::optional<Refusal> attribute_refused(Attribute const& attribute);
/// More than 10 that are neither the agent's nor ECS's own.
std::optional<Refusal> too_many_attributes(domain::ContainerInstance const& instance);

void put_attribute(domain::ContainerInstance& instance, Attribute const& attribute);

}  // namespace neargate::api::ecs
