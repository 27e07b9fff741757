#include "api/ecs/typed_members.h"

#include "api/ecs/rules/registration.h"
#include "domain/words.h"

namespace neargate::api::ecs {

domain::CapacityProviderStrategy typed_strategy(
    wire::Optional<std::vector<CapacityProviderStrategyItem>> const& strategy) {
  domain::CapacityProviderStrategy typed;
  for (auto const& item : items(strategy))
    typed.push_back({.provider = item.capacity_provider.value_or(""),
                     .weight = item.weight.value_or(0),
                     .base = item.base.value_or(0)});
  return typed;
}

std::vector<CapacityProviderStrategyItem> strategy_view(domain::CapacityProviderStrategy const& strategy) {
  std::vector<CapacityProviderStrategyItem> view;
  for (auto const& item : strategy)
    view.push_back({.capacity_provider = item.provider, .weight = item.weight, .base = item.base});
  return view;
}

std::vector<domain::PlacementConstraint> typed_constraints(
    wire::Optional<std::vector<PlacementConstraint>> const& constraints) {
  std::vector<domain::PlacementConstraint> typed;
  for (auto const& one : items(constraints))
    typed.push_back({.type = one.type == PlacementConstraintType::DistinctInstance
                                 ? domain::ConstraintType::DistinctInstance
                                 : domain::ConstraintType::MemberOf,
                     .expression = one.expression.value_or("")});
  return typed;
}

std::vector<domain::PlacementStrategy> typed_placement(
    wire::Optional<std::vector<PlacementStrategy>> const& strategies) {
  std::vector<domain::PlacementStrategy> typed;
  for (auto const& one : items(strategies))
    // "To remove an existing placement strategy, specify an empty object."
    if (one.type)
      typed.push_back({.type = domain::from_word<domain::PlacementStrategyType>(to_text(*one.type)).value(),
                       .field = one.field.value_or("")});
  return typed;
}

void take_typed_members(domain::Service& service, Service const& echoed) {
  service.placement_constraints = typed_constraints(echoed.placement_constraints);
  service.placement_strategy = typed_placement(echoed.placement_strategy);
  service.health_check_grace = std::chrono::seconds{echoed.health_check_grace_period_seconds.value_or(0)};
}

}  // namespace neargate::api::ecs
