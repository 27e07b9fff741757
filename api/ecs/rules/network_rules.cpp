// Network modes against ports, links and names.

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

#include "api/ecs/rules/registration.h"

namespace neargate::api::ecs {

namespace {

struct PortRange {
  int first = 0, last = 0;
};

/// "8080-8090"
std::optional<PortRange> parse_range(std::string const& text) {
  PortRange range;
  char const* const end = text.data() + text.size();
  auto const [dash, first_fault] = std::from_chars(text.data(), end, range.first);
  if (first_fault != std::errc{} || dash == end || *dash != '-') return std::nullopt;
  auto const [stop, last_fault] = std::from_chars(dash + 1, end, range.last);
  if (last_fault != std::errc{} || stop != end) return std::nullopt;
  return range;
}

std::optional<Refusal> range_refused(PortMapping const& mapping, bool host_mode) {
  if (host_mode) return client("containerPortRange is not supported when networkMode=host.");
  if (mapping.container_port.value_or(0) != 0 || mapping.host_port.value_or(0) != 0)
    return client("cannot specify both single port and port range");
  auto const range = parse_range(*mapping.container_port_range);
  if (!range || range->first < 1 || range->last > 65535 || range->first > range->last)
    return client("Invalid 'containerPortRange' setting.");
  return std::nullopt;
}

PortRange container_ports(PortMapping const& mapping) {
  if (mapping.container_port_range) return parse_range(*mapping.container_port_range).value_or(PortRange{});
  return {mapping.container_port.value_or(0), mapping.container_port.value_or(0)};
}

/// Up to 64 lowercase letters, digits, underscores and hyphens, no hyphen first.
bool is_port_name(std::string const& name) {
  return name.size() <= 64 && name.front() != '-' && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

bool differs(PortMapping const& mapping) {
  int const host = mapping.host_port.value_or(0);
  return host != 0 && mapping.container_port && host != *mapping.container_port;
}

}  // namespace

std::optional<Refusal> awsvpc_fields_refused(Registration const& request) {
  if (!is_network_mode(request, NetworkMode::Awsvpc)) return std::nullopt;
  for (auto const& container : containers_of(request)) {
    if (!items(container.links).empty()) return client("Links are not supported when networkMode=awsvpc.");
    if (!items(container.dns_servers).empty())
      return client("DNS servers are not supported on container when networkMode=awsvpc.");
    if (!items(container.extra_hosts).empty())
      return client("Extra hosts are not supported when networkMode=awsvpc.");
    if (!container.hostname.value_or("").empty())
      return client("Hostname is not supported on container when networkMode=awsvpc.");
    if (container.disable_networking.value_or(false))
      return client("Disable Networking is not supported on container when networkMode=awsvpc.");
  }
  return std::nullopt;
}

std::optional<Refusal> port_pairs_refused(Registration const& request) {
  for (auto const& [mode, message] :
       {std::pair{NetworkMode::Awsvpc,
                  "When networkMode=awsvpc, the host ports and container ports in port mappings must match."},
        std::pair{
            NetworkMode::Host,
            "When networkMode=host, the host ports and container ports in port mappings must match."}}) {
    if (!is_network_mode(request, mode)) continue;
    for (auto const& container : containers_of(request))
      if (std::ranges::any_of(items(container.port_mappings), differs)) return client(message);
  }
  return std::nullopt;
}

std::optional<Refusal> port_use_refused(Registration const& request) {
  std::set<std::string> names;
  // One namespace has each port once; in bridge mode every container has its own.
  bool const shared =
      is_network_mode(request, NetworkMode::Awsvpc) || is_network_mode(request, NetworkMode::Host);
  std::set<std::pair<TransportProtocol, int>> used;
  for (auto const& container : containers_of(request)) {
    if (!shared) used.clear();
    for (PortMapping const& mapping : items(container.port_mappings)) {
      if (mapping.container_port_range)
        if (auto refusal = range_refused(mapping, is_network_mode(request, NetworkMode::Host)))
          return refusal;
      if (!mapping.container_port_range &&
          (mapping.container_port.value_or(0) < 1 || *mapping.container_port > 65535))
        return client("Invalid 'containerPort' setting for container '" + container.name.value_or("") + "'.");
      if (int const host = mapping.host_port.value_or(0); host < 0 || host > 65535)
        return client("Invalid 'hostPort' setting for container '" + container.name.value_or("") + "'.");
      if (mapping.name && !mapping.name->empty() && !is_port_name(*mapping.name))
        return client("Invalid 'name' setting in port mapping for container '" + container.name.value_or("") +
                      "'.");
      if (mapping.name && !mapping.name->empty() && !names.insert(*mapping.name).second)
        return client("port mapping name is already used: " + *mapping.name);
      auto const [first, last] = container_ports(mapping);
      for (int port = first; port <= last; ++port)
        if (!used.insert({mapping.protocol.value_or(TransportProtocol::Tcp), port}).second)
          return client("The container port is used multiple times in task: " + std::to_string(port));
    }
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
