#include "api/ecs/rules/capacity_rules.h"

#include <algorithm>

namespace neargate::api::ecs {

bool is_fargate_provider(std::string const& name) { return name == "FARGATE" || name == "FARGATE_SPOT"; }

std::optional<Refusal> providers_refused(std::vector<std::string> const& providers) {
  if (!std::ranges::all_of(providers, is_fargate_provider))
    return invalid(
        "The specified capacity provider was not found. Specify a valid capacity provider and try again.");
  return std::nullopt;
}

std::optional<Refusal> strategy_refused(std::vector<CapacityProviderStrategyItem> const& strategy,
                                        std::vector<std::string> const& associated) {
  if (strategy.empty()) return std::nullopt;
  if (strategy.size() > 20) return invalid("Capacity provider strategy can have at most 20 items.");
  int bases = 0;
  bool weighted = false;
  for (auto const& item : strategy) {
    if (std::ranges::find(associated, item.capacity_provider.value_or("")) == associated.end())
      return invalid(
          "The specified capacity provider strategy cannot contain a capacity provider that is not "
          "associated "
          "with the cluster. Associate the capacity provider with the cluster or specify a valid capacity "
          "provider and try again.");
    if (item.base.value_or(0) > 0) ++bases;
    // A strategy of one item needs no weight: everything goes there.
    if (item.weight.value_or(strategy.size() == 1 ? 1 : 0) > 0) weighted = true;
  }
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

std::vector<std::string> spread_over_providers(std::vector<CapacityProviderStrategyItem> const& strategy,
                                               int count) {
  std::vector<std::string> chosen;
  if (strategy.empty()) return chosen;
  for (auto const& item : strategy)
    for (int i = 0; i < item.base.value_or(0) && static_cast<int>(chosen.size()) < count; ++i)
      chosen.push_back(*item.capacity_provider);
  std::vector<int> given(strategy.size());
  while (static_cast<int>(chosen.size()) < count) {
    // The item that is furthest behind its share: the least given/weight, compared without division.
    std::size_t best = strategy.size();
    for (std::size_t i = 0; i < strategy.size(); ++i) {
      int const weight = strategy[i].weight.value_or(0);
      if (weight == 0) continue;
      if (best == strategy.size() || given[i] * strategy[best].weight.value_or(0) < given[best] * weight)
        best = i;
    }
    if (best == strategy.size()) best = 0;
    ++given[best];
    chosen.push_back(*strategy[best].capacity_provider);
  }
  return chosen;
}

}  // namespace neargate::api::ecs
