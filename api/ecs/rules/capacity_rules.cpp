#include "api/ecs/rules/capacity_rules.h"

#include <algorithm>

namespace neargate::api::ecs {

bool is_fargate_provider(std::string const& name) { return name == "FARGATE" || name == "FARGATE_SPOT"; }

std::optional<Refusal> strategy_refused(std::vector<CapacityProviderStrategyItem> const& strategy,
                                        std::vector<std::string> const& associated) {
  if (strategy.empty()) return std::nullopt;
  if (strategy.size() > 20) return invalid("Capacity provider strategy can have at most 20 items.");
  int bases = 0, fargate = 0;
  bool weighted = false;
  for (auto const& item : strategy) {
    if (std::ranges::find(associated, item.capacity_provider.value_or("")) == associated.end())
      return invalid(
          "The specified capacity provider strategy cannot contain a capacity provider that is not "
          "associated "
          "with the cluster. Associate the capacity provider with the cluster or specify a valid capacity "
          "provider and try again.");
    if (is_fargate_provider(*item.capacity_provider)) ++fargate;
    if (item.base.value_or(0) > 0) ++bases;
    // A strategy of one item needs no weight: everything goes there.
    if (item.weight.value_or(strategy.size() == 1 ? 1 : 0) > 0) weighted = true;
  }
  if (fargate != 0 && fargate != static_cast<int>(strategy.size()))
    return invalid(
        "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups "
        "and "
        "Fargate providers. Specify one or the other and try again.");
  if (bases > 1)
    return invalid(
        "There are multiple capacity providers in the specified capacity provider strategy with a base value "
        "defined. Only one capacity provider in a capacity provider strategy can have a base defined. Update "
        "the capacity provider strategy and try again.");
  if (!weighted)
    return invalid(
        "There are no capacity providers in the capacity provider strategy with a weight value greater than "
        "zero. At least one capacity provider must have a weight value greater than zero specified. Update "
        "the "
        "capacity provider strategy and try again.");
  return std::nullopt;
}

std::vector<CapacityProviderStrategyItem> with_defaults(std::vector<CapacityProviderStrategyItem> strategy) {
  for (auto& item : strategy) {
    item.weight = item.weight.value_or(0);
    item.base = item.base.value_or(0);
  }
  return strategy;
}

}  // namespace neargate::api::ecs
