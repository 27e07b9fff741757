#include "api/ecs/typed_members.h"

#include "api/ecs/rules/placement_request.h"

namespace neargate::api::ecs {

std::vector<CapacityProviderStrategyItem> strategy_view(domain::CapacityProviderStrategy const& strategy) {
  std::vector<CapacityProviderStrategyItem> view;
  for (auto const& item : strategy)
    view.push_back({.capacity_provider = item.provider, .weight = item.weight, .base = item.base});
  return view;
}

void take_typed_members(domain::Service& service, Service const& echoed) {
  service.placement_constraints = placement_constraints(echoed.placement_constraints);
  service.placement_strategy = placement_strategy(echoed.placement_strategy);
  service.health_check_grace = std::chrono::seconds{echoed.health_check_grace_period_seconds.value_or(0)};
}

}  // namespace neargate::api::ecs
