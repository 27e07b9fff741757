#include "reconcile/placement.h"

#include "state/networks.h"

namespace neargate::reconcile {

namespace {

std::optional<Place> choose_subnet(PlaceDemand const& demand, Desired const& desired,
                                   std::map<std::string, int> const& zones) {
  std::optional<Place> best;
  int fewest = 0;
  for (auto const& id : demand.network->subnets) {
    auto const subnet = desired.subnets.find({demand.scope, id});
    if (subnet == desired.subnets.end()) continue;
    std::string const& zone = subnet->second.availability_zone;
    if (!demand.zone.empty() && demand.zone != zone) continue;
    auto const there = zones.find(zone);
    int const count = there == zones.end() ? 0 : there->second;
    if (best && count >= fewest) continue;
    best = Place{.subnet = subnet->second, .availability_zone = zone};
    fewest = count;
  }
  return best;
}

}  // namespace

std::optional<Place> choose_place(PlaceDemand const& demand, Desired const& desired,
                                  std::map<std::string, int> const& zones) {
  if (demand.mode == domain::NetworkMode::Awsvpc)
    return demand.network ? choose_subnet(demand, desired, zones) : std::nullopt;
  if (!demand.zone.empty()) return Place{.subnet = std::nullopt, .availability_zone = demand.zone};
  // Without a network of its own a task stands on this machine, and the machine in the region's first zone.
  auto const all = state::availability_zones(demand.scope.region);
  return Place{.subnet = std::nullopt, .availability_zone = all.empty() ? "" : all.front()};
}

}  // namespace neargate::reconcile
