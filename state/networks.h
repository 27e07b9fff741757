#pragma once
// Rows of VPCs, subnets and network interfaces.

#include <optional>
#include <string>
#include <vector>

#include "domain/mint.h"
#include "domain/network.h"
#include "state/database.h"
#include "state/security_groups.h"

namespace neargate::state {

/// The default VPC of an account and region with a default subnet per zone and a default group; made at the
/// first call, in the CIDR of this instance (instance.h vpc_cidr, 172.31.0.0/16 without one).
domain::Vpc ensure_default_vpc(Database& db, domain::Scope const& scope, domain::Mint& mint);

std::vector<domain::Vpc> list_vpcs(Database& db, domain::Scope const& scope);
std::vector<domain::Subnet> list_subnets(Database& db, domain::Scope const& scope);
std::optional<domain::Subnet> find_subnet(Database& db, domain::Scope const& scope,
                                          domain::SubnetId const& id);

/// Takes an unknown id into the default VPC (DESIGN.md "strictness"): a subnet shares the CIDR and zone of a
/// default subnet, chosen by the id so that it is always the same.
domain::Subnet adopt_subnet(Database& db, domain::Scope const& scope, domain::SubnetId const& id,
                            domain::Mint& mint);
domain::SecurityGroup adopt_security_group(Database& db, domain::Scope const& scope,
                                           domain::SecurityGroupId const& id, domain::Mint& mint);

/// Interfaces that exist (not Deleted) in an account and region.
std::vector<domain::NetworkInterface> list_network_interfaces(Database& db, domain::Scope const& scope);
std::optional<domain::NetworkInterface> find_network_interface_of_task(Database& db,
                                                                       domain::Scope const& scope,
                                                                       domain::ClusterName const& cluster,
                                                                       domain::TaskId const& task);
/// The groups of each interface that is there or about to be.
std::vector<std::vector<domain::SecurityGroupId>> list_groups_in_use(Database& db,
                                                                     domain::Scope const& scope);
void save_network_interface(Database& db, domain::NetworkInterface const& eni);
/// Private addresses in use, of every account: all VPCs of an instance share one bridge.
std::vector<std::string> list_addresses_in_use(Database& db);

/// Zones of a region: eu-west-1a, eu-west-1b …
std::vector<std::string> availability_zones(domain::Region const& region);
std::string availability_zone_id(domain::Region const& region, std::string const& zone);

}  // namespace neargate::state
