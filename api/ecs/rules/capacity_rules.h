#pragma once
// Capacity provider strategies (ecs-control-plane.md "Capacity providers").

#include <optional>
#include <string>
#include <vector>

#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// FARGATE and FARGATE_SPOT always exist; others cannot be created yet.
bool is_fargate_provider(std::string const& name);

std::optional<Refusal> providers_refused(std::vector<std::string> const& providers);
/// `associated`: the cluster's providers.
std::optional<Refusal> strategy_refused(std::vector<CapacityProviderStrategyItem> const& strategy,
                                        std::vector<std::string> const& associated);

/// The strategy with weight and base filled in (0 when absent).
std::vector<CapacityProviderStrategyItem> with_defaults(std::vector<CapacityProviderStrategyItem> strategy);

/// The provider of each of `count` tasks: the base first, the rest by weight.
std::vector<std::string> spread_over_providers(std::vector<CapacityProviderStrategyItem> const& strategy,
                                               int count);

}  // namespace neargate::api::ecs
