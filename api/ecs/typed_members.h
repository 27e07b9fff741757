#pragma once
// Members of services and task sets that are acted upon, between AWS's shapes and the values that the
// scheduler reads. (What requests send: rules/placement_request.h.)

#include <vector>

#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

std::vector<CapacityProviderStrategyItem> strategy_view(domain::CapacityProviderStrategy const& strategy);

/// Constraints, strategies and grace of the service as its document echoes them.
void take_typed_members(domain::Service& service, Service const& echoed);

}  // namespace neargate::api::ecs
