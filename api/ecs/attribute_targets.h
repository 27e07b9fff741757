#pragma once
// The container instances that attributes of a request name.

#include <vector>

#include "api/call.h"
#include "domain/cluster.h"
#include "domain/container_instance.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// TargetNotFoundException when there is none.
domain::ContainerInstance require_target(Call& call, domain::Cluster const& cluster,
                                         Attribute const& attribute);
/// An attribute as answers name it: with the ARN of its instance.
Attribute attribute_view(domain::ContainerInstance const& instance, domain::Attribute const& attribute);

}  // namespace neargate::api::ecs
