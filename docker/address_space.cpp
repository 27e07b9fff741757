#include "docker/address_space.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <fstream>
#include <sstream>

#include "docker/labels.h"

namespace neargate::docker {
namespace {

using domain::Cidr;

std::string quote_subnets(NetworkState const& network) {
  return fmt::format("network {} ({})", network.name,
                     network.subnets.empty() ? "no subnet" : network.subnets.front());
}

bool overlaps(NetworkState const& network, Cidr const& block) {
  return std::ranges::any_of(network.subnets, [&block](std::string const& subnet) {
    auto const taken = Cidr::parse(subnet);
    return taken && taken->overlaps(block);
  });
}

/// Candidates that nothing known of overlaps, in order.
std::vector<std::string> free_candidates(std::vector<NetworkState> const& networks,
                                         std::vector<Cidr> const& routes, std::string const& preferred) {
  std::vector<std::string> free;
  for (std::string const& candidate : vpc_cidr_candidates(preferred)) {
    auto const block = Cidr::parse(candidate);
    if (!block) continue;
    bool const taken =
        std::ranges::any_of(networks,
                            [&block](NetworkState const& network) { return overlaps(network, *block); }) ||
        std::ranges::any_of(routes, [&block](Cidr const& route) { return route.overlaps(*block); });
    if (!taken) free.push_back(candidate);
  }
  return free;
}

Failure none_free() {
  return {
      Failure::Kind::Conflict, 0,
      "no /16 is free for the VPC: 172.18-31.0.0/16 and 10.231-250.0.0/16 all overlap a Docker network or a "
      "route of this host"};
}

NetworkState const* find_own(std::vector<NetworkState> const& networks, std::string const& instance) {
  auto const own = std::ranges::find_if(networks, [&instance](NetworkState const& network) {
    auto const owner = network.labels.find(label::instance);
    auto const role = network.labels.find(label::role);
    return owner != network.labels.end() && owner->second == instance && role != network.labels.end() &&
           role->second == "vpc";
  });
  return own == networks.end() ? nullptr : &*own;
}

/// 172.31.0.0/16 -> 172.31.0.1
std::string gateway_of(std::string const& cidr) {
  auto const block = Cidr::parse(cidr);
  return block ? domain::print_ipv4(block->base + 1) : std::string{};
}

/// The allocator says the first; the bridge driver, which also knows bridges that lost their network, the
/// second.
bool says_taken(Failure const& failure) {
  return failure.message.find("Pool overlaps") != std::string::npos ||
         failure.message.find("overlapping IPv4") != std::string::npos;
}

Failure stored_is_taken(std::string const& cidr, std::vector<NetworkState> const& networks) {
  auto const block = Cidr::parse(cidr);
  auto const owner = std::ranges::find_if(
      networks, [&block](NetworkState const& network) { return block && overlaps(network, *block); });
  std::string const who = owner == networks.end() ? "something else on this host" : quote_subnets(*owner);
  return {Failure::Kind::Conflict, 0,
          fmt::format("the VPC's address range {} is taken by {}; remove that, or start with another data "
                      "directory",
                      cidr, who)};
}

Outcome<NetworkState> as_stored(NetworkState const& own, std::optional<std::string> const& stored_cidr) {
  if (!stored_cidr || std::ranges::find(own.subnets, *stored_cidr) != own.subnets.end()) return own;
  return Failure{
      Failure::Kind::Conflict, 0,
      fmt::format("{} belongs to this instance, but its VPC is {}; run `neargate clean` for it first",
                  quote_subnets(own), *stored_cidr)};
}

}  // namespace

std::vector<std::string> vpc_cidr_candidates(std::string const& preferred) {
  std::vector<std::string> candidates{preferred};
  auto const add = [&candidates](std::string cidr) {
    if (cidr != candidates.front()) candidates.push_back(std::move(cidr));
  };
  for (int second = 31; second >= 18; --second) add(fmt::format("172.{}.0.0/16", second));
  for (int second = 231; second <= 250; ++second) add(fmt::format("10.{}.0.0/16", second));
  return candidates;
}

std::vector<Cidr> read_host_routes(std::string const& route_table) {
  std::vector<Cidr> routes;
  std::ifstream table(route_table);
  std::string line;
  std::getline(table, line);  // the heading
  while (std::getline(table, line)) {
    // Iface Destination Gateway Flags RefCnt Use Metric Mask …, addresses in hex as they lie in memory.
    std::istringstream fields(line);
    std::string interface, gateway, flags, references, use, metric;
    std::uint32_t destination = 0, mask = 0;
    fields >> interface >> std::hex >> destination >> gateway >> flags >> references >> use >> metric >> mask;
    if (!fields || mask == 0) continue;  // the default route leads everywhere and takes nothing
    if constexpr (std::endian::native == std::endian::little) {
      destination = __builtin_bswap32(destination);
      mask = __builtin_bswap32(mask);
    }
    routes.push_back({destination & mask, std::popcount(mask)});
  }
  return routes;
}

Outcome<std::string> choose_vpc_cidr(Engine& engine, std::string const& preferred,
                                     std::string const& route_table) {
  auto const networks = engine.list_networks();
  if (!networks) return networks.error();
  auto const free = free_candidates(*networks, read_host_routes(route_table), preferred);
  if (free.empty()) return none_free();
  return free.front();
}

Outcome<NetworkState> ensure_vpc_network(Engine& engine, std::string const& instance,
                                         std::string const& data_directory,
                                         std::optional<std::string> const& stored_cidr,
                                         std::string const& route_table) {
  auto networks = engine.list_networks();
  if (!networks) return networks.error();
  if (NetworkState const* const own = find_own(*networks, instance)) return as_stored(*own, stored_cidr);

  NetworkSpec spec;
  spec.name = "neargate-" + instance.substr(0, 8);
  spec.labels = {{label::instance, instance}, {label::role, "vpc"}, {label::data, data_directory}};
  auto const candidates = stored_cidr
                              ? std::vector<std::string>{*stored_cidr}
                              : free_candidates(*networks, read_host_routes(route_table), default_vpc_cidr);
  for (std::string const& cidr : candidates) {
    spec.subnet = cidr;
    spec.gateway = gateway_of(cidr);
    auto const id = engine.create_network(spec);
    if (id) return NetworkState{*id, spec.name, {cidr}, spec.labels};
    if (says_taken(id.error())) continue;  // another instance was quicker
    if (id.error().kind != Failure::Kind::Conflict) return id.error();
    // The name is there by now: ours when a start of this same instance was quicker.
    networks = engine.list_networks();
    if (!networks) return networks.error();
    NetworkState const* const own = find_own(*networks, instance);
    if (own == nullptr) return id.error();
    return as_stored(*own, stored_cidr);
  }
  if (stored_cidr) return stored_is_taken(*stored_cidr, *networks);
  return none_free();
}

}  // namespace neargate::docker
