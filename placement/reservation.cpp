#include "placement/reservation.h"

#include <algorithm>

namespace neargate::placement {

namespace {

domain::ContainerOverride override_of(Overrides const& overrides, std::string const& container) {
  auto const found = std::ranges::find(overrides.containers, container, &domain::ContainerOverride::name);
  return found == overrides.containers.end() ? domain::ContainerOverride{} : *found;
}

int memory_of(domain::ContainerDefinition const& container, domain::ContainerOverride const& changed) {
  auto const reserved =
      changed.memory_reservation_mib ? changed.memory_reservation_mib : container.memory_reservation_mib;
  auto const limit = changed.memory_mib ? changed.memory_mib : container.memory_mib;
  return reserved.value_or(limit.value_or(0));
}

void take_ports(domain::NetworkMode mode, domain::ContainerDefinition const& container,
                domain::Reservation& held) {
  if (mode != domain::NetworkMode::Bridge && mode != domain::NetworkMode::Host) return;
  for (auto const& mapping : container.port_mappings) {
    int const port = mode == domain::NetworkMode::Host ? mapping.container_port : mapping.host_port;
    if (port != 0) held.ports.emplace_back(port, mapping.protocol);
  }
}

}  // namespace

domain::Reservation reservation_of(domain::TaskDefinition const& definition, Overrides const& overrides) {
  domain::Reservation held;
  for (auto const& container : definition.containers) {
    auto const changed = override_of(overrides, container.name);
    held.cpu += changed.cpu.value_or(container.cpu);
    held.memory_mib += memory_of(container, changed);
    held.gpus += container.gpus;
    take_ports(definition.network_mode, container, held);
  }
  auto const cpu = overrides.cpu ? overrides.cpu : definition.cpu;
  auto const memory = overrides.memory_mib ? overrides.memory_mib : definition.memory_mib;
  held.cpu = cpu.value_or(held.cpu);
  held.memory_mib = memory.value_or(held.memory_mib);
  return held;
}

}  // namespace neargate::placement
