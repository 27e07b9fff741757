#pragma once
// The one bridge network of an instance, and the /16 it stands on: the default VPC as containers see it.

#include <optional>
#include <string>
#include <vector>

#include "docker/engine.h"
#include "domain/network.h"

namespace neargate::docker {

inline constexpr char const* default_vpc_cidr = "172.31.0.0/16";    ///< as every AWS account has it
inline constexpr char const* host_route_table = "/proc/net/route";  ///< Linux's IPv4 routes

/// `preferred`, then 172.31/16 down to 172.18/16, then 10.231/16 up to 10.250/16.
std::vector<std::string> vpc_cidr_candidates(std::string const& preferred);

/// Destinations of the host's routes but the default one. An unreadable table is empty: the daemon may not be
/// on this host, and refuses what overlaps its own networks anyway.
std::vector<domain::Cidr> read_host_routes(std::string const& route_table);

/// The first candidate that overlaps no network of the daemon and no route of the host.
Outcome<std::string> choose_vpc_cidr(Engine& engine, std::string const& preferred,
                                     std::string const& route_table = host_route_table);

/// The instance's network (role=vpc), made when it is not there. Creating it is what reserves its CIDR, so
/// two instances that start at once never share one. With `stored_cidr` (the VPC that state already promised)
/// only that will do: a Conflict says who has it.
Outcome<NetworkState> ensure_vpc_network(Engine& engine, std::string const& instance,
                                         std::string const& data_directory,
                                         std::optional<std::string> const& stored_cidr,
                                         std::string const& route_table = host_route_table);

}  // namespace neargate::docker
