#pragma once
// Service Connect namespaces: Cloud Map is not emulated, so a namespace is its ARN and nothing behind it.

#include <string>

#include "api/call.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// Kept as an ARN even where a name was sent (ecs-control-plane.md "Settings"): the same name gives the same
/// one.
std::string namespace_arn(Call const& call, ClusterServiceConnectDefaultsRequest const& defaults);

}  // namespace neargate::api::ecs
