#pragma once
// A security group and its rules. They are kept and told, not enforced as a firewall.

#include <optional>
#include <string>

#include "domain/ids.h"

namespace neargate::domain {

struct SecurityGroup {
  Scope scope;
  SecurityGroupId id;
  VpcId vpc;
  std::string name, description;
  bool adopted = false;  ///< named by a request and taken into the default VPC (not in --strict)
  bool operator==(SecurityGroup const&) const = default;
};

enum class PeerKind { Ipv4, Ipv6, PrefixList, Group };
enum class Direction { Ingress, Egress };

/// One protocol, one range of ports, one peer.
struct SecurityGroupRule {
  std::string id;  ///< sgr-…
  SecurityGroupId group;
  Direction direction = Direction::Ingress;
  std::string protocol = "-1";  ///< tcp, udp, icmp, icmpv6, a number, or -1 for all
  /// Ports, or of ICMP type and code. nullopt: all.
  std::optional<int> from_port, to_port;
  PeerKind peer_kind = PeerKind::Ipv4;
  std::string peer;  ///< a block, a prefix list's or a group's id
  std::optional<std::string> description;
  bool operator==(SecurityGroupRule const&) const = default;
};

/// Do both let the same traffic through, whatever their ids and descriptions?
inline bool is_same_permission(SecurityGroupRule const& a, SecurityGroupRule const& b) {
  return a.direction == b.direction && a.protocol == b.protocol && a.from_port == b.from_port &&
         a.to_port == b.to_port && a.peer_kind == b.peer_kind && a.peer == b.peer;
}

}  // namespace neargate::domain
