#include "reconcile/placement.h"

#include <algorithm>
#include <map>

#include "domain/lifecycle.h"
#include "state/networks.h"

namespace neargate::reconcile {

namespace {

int count_in_zone(std::vector<domain::Task const*> const& tasks, std::string const& zone) {
  return static_cast<int>(std::ranges::count_if(
      tasks, [&zone](domain::Task const* task) { return task->availability_zone == zone; }));
}

std::optional<Place> choose_subnet(domain::Service const& service,
                                   domain::NetworkConfiguration const& network, Desired const& desired,
                                   std::vector<domain::Task const*> const& tasks) {
  std::optional<Place> best;
  int fewest = 0;
  for (auto const& id : network.subnets) {
    auto const subnet = desired.subnets.find({service.key.scope, id});
    if (subnet == desired.subnets.end()) continue;
    int const count = count_in_zone(tasks, subnet->second.availability_zone);
    if (best && count >= fewest) continue;
    best = Place{.subnet = subnet->second, .availability_zone = subnet->second.availability_zone};
    fewest = count;
  }
  return best;
}

}  // namespace

HostPorts fixed_host_ports(domain::TaskDefinition const& definition) {
  HostPorts ports;
  bool const is_bridge = definition.network_mode == domain::NetworkMode::Bridge;
  bool const is_host = definition.network_mode == domain::NetworkMode::Host;
  if (!is_bridge && !is_host) return ports;
  for (auto const& container : definition.containers)
    for (auto const& mapping : container.port_mappings) {
      int const port = is_host ? mapping.container_port : mapping.host_port;
      if (port != 0) ports.emplace(port, mapping.protocol);
    }
  return ports;
}

std::optional<Place> choose_place(domain::Service const& service, domain::Deployment const& deployment,
                                  domain::TaskDefinition const& definition, Desired const& desired,
                                  std::vector<domain::Task const*> const& tasks) {
  if (definition.network_mode == domain::NetworkMode::Awsvpc) {
    auto const& network = deployment.network ? deployment.network : service.network;
    return network ? choose_subnet(service, *network, desired, tasks) : std::nullopt;
  }
  // Without a network of its own a task stands on this machine, and the machine in the region's first zone.
  auto const zones = state::availability_zones(service.key.scope.region);
  return Place{.availability_zone = zones.empty() ? "" : zones.front()};
}

std::vector<domain::Task const*> choose_to_stop(std::vector<domain::Task const*> candidates, int count) {
  std::ranges::stable_sort(candidates, {}, [](domain::Task const* task) {
    return std::tuple(!domain::counts_as_pending(*task), task->created_at, task->key.id);
  });
  std::map<std::string, int> in_zone;
  for (auto const* task : candidates) ++in_zone[task->availability_zone];
  std::vector<domain::Task const*> chosen;
  while (static_cast<int>(chosen.size()) < count && !candidates.empty()) {
    bool const has_pending = domain::counts_as_pending(*candidates.front());
    auto next = candidates.begin();
    for (auto it = candidates.begin(); it != candidates.end(); ++it) {
      if (has_pending && !domain::counts_as_pending(**it)) break;
      if (in_zone[(*it)->availability_zone] > in_zone[(*next)->availability_zone]) next = it;
    }
    --in_zone[(*next)->availability_zone];
    chosen.push_back(*next);
    candidates.erase(next);
  }
  return chosen;
}

}  // namespace neargate::reconcile
