#pragma once
// networkConfiguration of a request: checked, its subnets and groups found or adopted (ecs-services.md
// "Create").

#include <optional>

#include "api/call.h"
#include "api/wire/optional.h"
#include "domain/network.h"
#include "domain/service.h"
#include "domain/task_definition.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// What a task or service of this network mode and launch type gets. Throws AWS's error when it is missing,
/// not wanted, empty, or names what does not exist (unknown ids are adopted into the default VPC unless
/// --strict).
std::optional<domain::NetworkConfiguration> resolve_network(
    Call& call, wire::Optional<NetworkConfiguration> const& configuration, domain::NetworkMode mode,
    domain::LaunchType type);

/// Was one sent? The Go SDK may send an empty object.
bool is_network_given(wire::Optional<NetworkConfiguration> const& configuration);

NetworkConfiguration network_view(domain::NetworkConfiguration const& network);

}  // namespace neargate::api::ecs
