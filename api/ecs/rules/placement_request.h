#pragma once
// placementConstraints and placementStrategy of requests as placement/ takes them, and their expressions
// checked.

#include <optional>
#include <vector>

#include "api/ecs/refuse.h"
#include "api/wire/optional.h"
#include "domain/launch.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

std::vector<domain::PlacementConstraint> placement_constraints(
    wire::Optional<std::vector<PlacementConstraint>> const& sent);
std::vector<domain::PlacementStrategy> placement_strategy(
    wire::Optional<std::vector<PlacementStrategy>> const& sent);
domain::CapacityProviderStrategy provider_strategy(std::vector<CapacityProviderStrategyItem> const& items);

/// memberOf needs an expression of the cluster query language.
std::optional<Refusal> expression_refused(std::string const& expression);
std::optional<Refusal> expressions_refused(
    wire::Optional<std::vector<PlacementConstraint>> const& constraints);

}  // namespace neargate::api::ecs
