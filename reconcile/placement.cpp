#include "reconcile/placement.h"

#include <algorithm>

#include "state/networks.h"

namespace neargate::reconcile {

namespace {

int count_in_zone(std::vector<domain::Task const*> const& tasks, std::string const& zone) {
  return static_cast<int>(std::ranges::count_if(
      tasks, [&zone](domain::Task const* task) { return task->availability_zone == zone; }));
}

std::optional<Place> choose_subnet(PlaceDemand const& demand, Desired const& desired,
                                   std::vector<domain::Task const*> const& tasks) {
  std::optional<Place> best;
  int fewest = 0;
  for (auto const& id : demand.network->subnets) {
    auto const subnet = desired.subnets.find({demand.scope, id});
    if (subnet == desired.subnets.end()) continue;
    std::string const& zone = subnet->second.availability_zone;
    if (!demand.zone.empty() && demand.zone != zone) continue;
    int const count = count_in_zone(tasks, zone);
    if (best && count >= fewest) continue;
    best = Place{.subnet = subnet->second, .availability_zone = zone};
    fewest = count;
  }
  return best;
}

}  // namespace

std::optional<Place> choose_place(PlaceDemand const& demand, Desired const& desired,
                                  std::vector<domain::Task const*> const& tasks) {
  if (demand.mode == domain::NetworkMode::Awsvpc)
    return demand.network ? choose_subnet(demand, desired, tasks) : std::nullopt;
  if (!demand.zone.empty()) return Place{.subnet = std::nullopt, .availability_zone = demand.zone};
  // Without a network of its own a task stands on this machine, and the machine in the region's first zone.
  auto const zones = state::availability_zones(demand.scope.region);
  return Place{.subnet = std::nullopt, .availability_zone = zones.empty() ? "" : zones.front()};
}

}  // namespace neargate::reconcile
