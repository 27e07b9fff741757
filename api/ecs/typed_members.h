#pragma once
// Members of services and task sets that are acted upon, between AWS's shapes and the values that the
// scheduler reads.

#include "api/wire/optional.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

domain::CapacityProviderStrategy typed_strategy(
    wire::Optional<std::vector<CapacityProviderStrategyItem>> const& strategy);
std::vector<CapacityProviderStrategyItem> strategy_view(domain::CapacityProviderStrategy const& strategy);

std::vector<domain::PlacementConstraint> typed_constraints(
    wire::Optional<std::vector<PlacementConstraint>> const& constraints);
std::vector<domain::PlacementStrategy> typed_placement(
    wire::Optional<std::vector<PlacementStrategy>> const& strategies);

/// Constraints, strategies and grace of the service as its document echoes them.
void take_typed_members(domain::Service& service, Service const& echoed);

}  // namespace neargate::api::ecs
