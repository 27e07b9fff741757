#include "api/ec2/security_groups.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/ec2/resources.h"
#include "gen/ec2/errors.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

/// Ports of a rule as answers show them: all is -1.
std::optional<int> port_shown(std::optional<int> const& port) { return port ? *port : -1; }

/// Where a rule of this protocol and range belongs; made when it is the first.
IpPermission& permission_of(std::vector<IpPermission>& permissions, domain::SecurityGroupRule const& rule) {
  for (IpPermission& known : permissions)
    if (known.ip_protocol == rule.protocol && known.from_port == wire::Optional<int>(rule.from_port) &&
        known.to_port == wire::Optional<int>(rule.to_port))
      return known;
  permissions.push_back({.ip_protocol = rule.protocol,
                         .from_port = rule.from_port,
                         .to_port = rule.to_port,
                         .user_id_group_pairs = std::vector<UserIdGroupPair>{},
                         .ip_ranges = std::vector<IpRange>{},
                         .ipv6_ranges = std::vector<Ipv6Range>{},
                         .prefix_list_ids = std::vector<PrefixListId>{}});
  return permissions.back();
}

}  // namespace

IdKind const group_kind{
    "sg", InvalidGroupIdMalformed, InvalidGroupNotFound,
    [](std::string const& id) { return "The security group '" + id + "' does not exist"; }, "groupIds"};

domain::SecurityGroup require_group(Call& call, std::optional<std::string> const& id,
                                    std::optional<std::string> const& name) {
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  if (id) {
    check_id(group_kind, *id);
    if (auto group = state::find_security_group(call.db, call.scope, domain::SecurityGroupId{*id}))
      return *group;
    throw wire::Error(InvalidGroupNotFound, group_kind.not_found_message(*id));
  }
  if (!name)
    throw wire::Error(MissingParameter, "The request must contain the parameter groupName or groupId");
  for (auto const& group : state::list_security_groups(call.db, call.scope))
    if (group.name == *name) return group;
  throw wire::Error(InvalidGroupNotFound, group_kind.not_found_message(*name));
}

std::string group_arn(domain::SecurityGroup const& group) {
  return ec2_arn(group.scope, ResourceType::SecurityGroup, group.id.text());
}

std::vector<IpPermission> permissions_view(Call const& call,
                                           std::vector<domain::SecurityGroupRule> const& rules) {
  std::vector<IpPermission> permissions;
  for (auto const& rule : rules) {
    IpPermission& permission = permission_of(permissions, rule);
    switch (rule.peer_kind) {
      case domain::PeerKind::Ipv4:
        permission.ip_ranges->push_back({.description = rule.description, .cidr_ip = rule.peer});
        break;
      case domain::PeerKind::Ipv6:
        permission.ipv6_ranges->push_back({.description = rule.description, .cidr_ipv6 = rule.peer});
        break;
      case domain::PeerKind::PrefixList:
        permission.prefix_list_ids->push_back({.description = rule.description, .prefix_list_id = rule.peer});
        break;
      case domain::PeerKind::Group:
        permission.user_id_group_pairs->push_back(
            {.description = rule.description, .user_id = call.scope.account.text(), .group_id = rule.peer});
        break;
    }
  }
  return permissions;
}

SecurityGroupRule rule_view(Call const& call, domain::SecurityGroupRule const& rule,
                            state::TagList const& tags) {
  SecurityGroupRule view{
      .security_group_rule_id = rule.id,
      .group_id = rule.group.text(),
      .group_owner_id = call.scope.account.text(),
      .is_egress = rule.direction == domain::Direction::Egress,
      .ip_protocol = rule.protocol,
      .from_port = port_shown(rule.from_port),
      .to_port = port_shown(rule.to_port),
      .description = rule.description,
      .tags = tag_view(tags),
      .security_group_rule_arn = ec2_arn(call.scope, ResourceType::SecurityGroupRule, rule.id)};
  switch (rule.peer_kind) {
    case domain::PeerKind::Ipv4:
      view.cidr_ipv4 = rule.peer;
      break;
    case domain::PeerKind::Ipv6:
      view.cidr_ipv6 = rule.peer;
      break;
    case domain::PeerKind::PrefixList:
      view.prefix_list_id = rule.peer;
      break;
    case domain::PeerKind::Group:
      view.referenced_group_info = {.group_id = rule.peer, .user_id = call.scope.account.text()};
      break;
  }
  return view;
}

std::string permission_text(domain::SecurityGroupRule const& rule) {
  std::string protocol = rule.protocol == "-1" ? "ALL" : rule.protocol;
  std::transform(protocol.begin(), protocol.end(), protocol.begin(),
                 [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
  std::string range;
  if (rule.protocol == "tcp" || rule.protocol == "udp")
    range =
        fmt::format(", from port: {}, to port: {}", rule.from_port.value_or(-1), rule.to_port.value_or(-1));
  if (rule.protocol == "icmp" || rule.protocol == "icmpv6") {
    auto const shown = [](std::optional<int> const& number) {
      return number.value_or(-1) == -1 ? std::string("ALL") : std::to_string(*number);
    };
    range = fmt::format(", type: {}, code: {}", shown(rule.from_port), shown(rule.to_port));
  }
  return fmt::format("peer: {}, {}{}, ALLOW", rule.peer, protocol, range);
}

}  // namespace neargate::api::ec2
