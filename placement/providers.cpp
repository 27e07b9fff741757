#include "placement/providers.h"

#include <algorithm>
#include <cstdint>

namespace neargate::placement {

std::string choose_provider(domain::CapacityProviderStrategy const& strategy,
                            std::map<std::string, int> const& counts) {
  if (strategy.empty()) return "";
  auto const count_of = [&counts](domain::CapacityProviderItem const& item) {
    auto const found = counts.find(item.provider);
    return found == counts.end() ? 0 : found->second;
  };
  for (auto const& item : strategy)
    if (count_of(item) < item.base) return item.provider;
  // The item that is furthest behind its share: the least beyond-base/weight, compared without division.
  auto const beyond = [&](domain::CapacityProviderItem const& item) {
    return std::int64_t{std::max(0, count_of(item) - item.base)};
  };
  domain::CapacityProviderItem const* best = nullptr;
  for (auto const& item : strategy) {
    if (item.weight == 0) continue;
    if (best == nullptr || beyond(item) * best->weight < beyond(*best) * item.weight) best = &item;
  }
  // A strategy of one item needs no weight.
  return best == nullptr ? strategy.front().provider : best->provider;
}

}  // namespace neargate::placement
