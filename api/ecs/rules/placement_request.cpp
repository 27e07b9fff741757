#include "api/ecs/rules/placement_request.h"

#include "api/ecs/rules/registration.h"
#include "domain/words.h"
#include "query/expression.h"

namespace neargate::api::ecs {

std::vector<domain::PlacementConstraint> placement_constraints(
    wire::Optional<std::vector<PlacementConstraint>> const& sent) {
  std::vector<domain::PlacementConstraint> constraints;
  for (PlacementConstraint const& one : items(sent)) {
    auto const type = one.type ? domain::from_word<domain::ConstraintType>(to_text(*one.type)) : std::nullopt;
    constraints.push_back(
        {.type = type.value_or(domain::ConstraintType::MemberOf), .expression = one.expression.value_or("")});
  }
  return constraints;
}

std::vector<domain::PlacementStrategy> placement_strategy(
    wire::Optional<std::vector<PlacementStrategy>> const& sent) {
  std::vector<domain::PlacementStrategy> strategy;
  for (PlacementStrategy const& one : items(sent)) {
    // "To remove an existing placement strategy, specify an empty object."
    if (!one.type) continue;
    auto const type = domain::from_word<domain::PlacementStrategyType>(to_text(*one.type));
    strategy.push_back({.type = type.value(), .field = one.field.value_or("")});
  }
  return strategy;
}

domain::CapacityProviderStrategy provider_strategy(std::vector<CapacityProviderStrategyItem> const& sent) {
  domain::CapacityProviderStrategy strategy;
  for (CapacityProviderStrategyItem const& item : sent)
    strategy.push_back({.provider = item.capacity_provider.value_or(""),
                        .weight = item.weight.value_or(0),
                        .base = item.base.value_or(0)});
  return strategy;
}

std::optional<Refusal> expression_refused(std::string const& expression) {
  auto const parsed = query::parse(expression);
  if (parsed.expression) return std::nullopt;
  return invalid("Invalid expression: " + expression + ": " + parsed.mistake);
}

std::optional<Refusal> expressions_refused(
    wire::Optional<std::vector<PlacementConstraint>> const& constraints) {
  for (PlacementConstraint const& constraint : items(constraints))
    if (constraint.type != PlacementConstraintType::DistinctInstance)
      if (auto refusal = expression_refused(constraint.expression.value_or(""))) return refusal;
  return std::nullopt;
}

}  // namespace neargate::api::ecs
