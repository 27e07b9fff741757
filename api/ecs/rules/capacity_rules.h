#pragma once
// Capacity provider strategies (ecs-control-plane.md "Capacity providers").

#include <optional>
#include <string>
#include <vector>

#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// FARGATE and FARGATE_SPOT always exist; the others are created.
bool is_fargate_provider(std::string const& name);

/// `associated`: the cluster's providers.
std::optional<Refusal> strategy_refused(std::vector<CapacityProviderStrategyItem> const& strategy,
                                        std::vector<std::string> const& associated);

/// The strategy with weight and base filled in (0 when absent).
std::vector<CapacityProviderStrategyItem> with_defaults(std::vector<CapacityProviderStrategyItem> strategy);

}  // namespace neargate::api::ecs
