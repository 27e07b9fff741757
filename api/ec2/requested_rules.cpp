// From a request's permissions to rules in EC2's normal form.

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "api/ec2/security_groups.h"
#include "domain/network.h"
#include "gen/ec2/errors.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr int port_max = 65535, icmp_max = 255, protocol_max = 255;

std::optional<int> number_of(std::string const& text) {
  int number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// tcp, udp, icmp and icmpv6 by name, others by number, all of them as -1.
std::string protocol_name(std::string const& text) {
  std::string lowered = text;
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  constexpr auto named = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"6", "tcp"}, {"17", "udp"}, {"1", "icmp"}, {"58", "icmpv6"}, {"-1", "-1"}, {"all", "-1"}});
  for (auto const& [number, name] : named)
    if (lowered == number || lowered == name) return std::string(name);
  auto const number = number_of(lowered);
  if (!number || *number < 0 || *number > protocol_max)
    throw wire::Error(InvalidParameterValue,
                      fmt::format("Invalid value '{}' for IP protocol. Unknown protocol.", text));
  return std::to_string(*number);
}

/// Ports are of TCP and UDP, type and code of ICMP; a rule for any other protocol lets all of it through.
void read_range(IpPermission const& permission, domain::SecurityGroupRule& rule) {
  int const from = permission.from_port.value_or(-1), to = permission.to_port.value_or(-1);
  if (rule.protocol == "tcp" || rule.protocol == "udp") {
    if (!permission.from_port || !permission.to_port)
      throw wire::Error(InvalidParameterValue,
                        "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    if (from < 0 || to > port_max || from > to)
      throw wire::Error(InvalidParameterValue, fmt::format("Invalid TCP/UDP port range ({}:{})", from, to));
    rule.from_port = from;
    rule.to_port = to;
  } else if (rule.protocol == "icmp" || rule.protocol == "icmpv6") {
    if (from < -1 || from > icmp_max || to < -1 || to > icmp_max || (from == -1 && to != -1))
      throw wire::Error(InvalidParameterValue,
                        fmt::format("ICMP type ({}) and code ({}) is not valid", from, to));
    rule.from_port = from;
    rule.to_port = to;
  }
}

[[noreturn]] void refuse_block(std::string const& text) {
  throw wire::Error(InvalidParameterValue, fmt::format("CIDR block {} is malformed", text));
}

/// The network that the block names: 10.0.0.9/24 is 10.0.0.0/24.
std::string ipv4_block(std::string const& text) {
  auto block = domain::Cidr::parse(text);
  if (!block || text.find('/') == std::string::npos) refuse_block(text);
  std::uint64_t const host_bits = block->size() - 1;
  block->base &= ~static_cast<std::uint32_t>(host_bits);
  return block->text();
}

std::string ipv6_block(std::string const& text) {
  auto const slash = text.find('/');
  if (slash == std::string::npos) refuse_block(text);
  auto const prefix = number_of(text.substr(slash + 1));
  std::array<unsigned char, 16> address{};
  if (!prefix || *prefix < 0 || *prefix > 128 ||
      inet_pton(AF_INET6, text.substr(0, slash).c_str(), address.data()) != 1)
    refuse_block(text);
  for (int bit = *prefix; bit < 128; ++bit)
    address[static_cast<std::size_t>(bit / 8)] &= static_cast<unsigned char>(~(0x80U >> (bit % 8)));
  std::array<char, INET6_ADDRSTRLEN> printed{};
  inet_ntop(AF_INET6, address.data(), printed.data(), printed.size());
  return fmt::format("{}/{}", printed.data(), *prefix);
}

void check_description(std::optional<std::string> const& description) {
  constexpr std::string_view signs = " ._-:/()#,@[]+=&;{}!$*";
  if (!description) return;
  bool const good = std::all_of(description->begin(), description->end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  });
  if (!good || description->size() > 255)
    throw wire::Error(
        InvalidParameterValue,
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the "
        "following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
}

std::string require_peer_group(Call& call, domain::SecurityGroup const& group, UserIdGroupPair const& pair) {
  if (pair.group_id) {
    // A group of another account cannot be looked up here; its id is taken as it is.
    if (pair.user_id && *pair.user_id != call.scope.account.text()) return *pair.group_id;
    return require_group(call, *pair.group_id).id.text();
  }
  if (!pair.group_name) throw wire::Error(MissingParameter, "Source group ID missing.");
  if (*pair.group_name == group.name) return group.id.text();
  return require_group(call, std::nullopt, *pair.group_name).id.text();
}

template <class Item>
std::vector<Item> items(wire::Optional<std::vector<Item>> const& list) {
  return list.value_or(std::vector<Item>{});
}

}  // namespace

std::vector<domain::SecurityGroupRule> requested_rules(Call& call, domain::SecurityGroup const& group,
                                                       domain::Direction direction,
                                                       std::vector<IpPermission> const& permissions) {
  std::vector<domain::SecurityGroupRule> rules;
  auto const add = [&](domain::SecurityGroupRule rule, domain::PeerKind kind, std::string const& peer,
                       std::optional<std::string> const& description) {
    check_description(description);
    rule.peer_kind = kind;
    rule.peer = peer;
    rule.description = description;
    for (auto const& known : rules)
      if (is_same_permission(known, rule))
        throw wire::Error(InvalidParameterValue, "The same permission must not appear multiple times");
    rules.push_back(rule);
  };
  for (IpPermission const& permission : permissions) {
    if (!permission.ip_protocol)
      throw wire::Error(MissingParameter, "The request must contain the parameter ipProtocol");
    domain::SecurityGroupRule rule;
    rule.group = group.id;
    rule.direction = direction;
    rule.protocol = protocol_name(*permission.ip_protocol);
    read_range(permission, rule);
    std::size_t const before = rules.size();
    for (auto const& range : items(permission.ip_ranges))
      add(rule, domain::PeerKind::Ipv4, ipv4_block(range.cidr_ip.value_or("")), range.description);
    for (auto const& range : items(permission.ipv6_ranges))
      add(rule, domain::PeerKind::Ipv6, ipv6_block(range.cidr_ipv6.value_or("")), range.description);
    for (auto const& list : items(permission.prefix_list_ids))
      add(rule, domain::PeerKind::PrefixList, list.prefix_list_id.value_or(""), list.description);
    for (auto const& pair : items(permission.user_id_group_pairs))
      add(rule, domain::PeerKind::Group, require_peer_group(call, group, pair), pair.description);
    if (rules.size() == before) throw wire::Error(MissingParameter, "Source group ID missing.");
  }
  return rules;
}

std::vector<IpPermission> all_permissions(std::optional<std::vector<IpPermission>> const& permissions,
                                          PlainPermission const& plain) {
  std::vector<IpPermission> all = permissions.value_or(std::vector<IpPermission>{});
  if (!plain.protocol && !plain.cidr && !plain.source_group) return all;
  if (!all.empty())
    throw wire::Error(InvalidParameterCombination,
                      "The parameter ipPermissions may not be used in combination with ipProtocol");
  IpPermission permission{
      .ip_protocol = plain.protocol, .from_port = plain.from_port, .to_port = plain.to_port};
  if (!plain.protocol && plain.source_group) permission.ip_protocol = "-1";  // a group alone: all traffic
  if (plain.cidr) permission.ip_ranges = {{IpRange{.cidr_ip = plain.cidr}}};
  if (plain.source_group)
    permission.user_id_group_pairs = {{UserIdGroupPair{.group_name = plain.source_group}}};
  all.push_back(permission);
  return all;
}

}  // namespace neargate::api::ec2
