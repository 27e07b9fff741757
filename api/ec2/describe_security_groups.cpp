#include <algorithm>

#include "api/ec2/filters.h"
#include "api/ec2/resources.h"
#include "api/ec2/security_groups.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

struct GroupWithRules {
  domain::SecurityGroup group;
  std::vector<domain::SecurityGroupRule> rules;
  state::TagList tags;

  std::vector<domain::SecurityGroupRule> in(domain::Direction direction) const {
    auto some = rules;
    std::erase_if(some, [&](auto const& rule) { return rule.direction != direction; });
    return some;
  }
};

/// One of ip-permission.* of a rule; nullopt for a name that EC2 does not know.
std::optional<std::string> permission_value(GroupWithRules const& one, domain::SecurityGroupRule const& rule,
                                            std::string_view name) {
  auto const peer_if = [&](domain::PeerKind kind) { return rule.peer_kind == kind ? rule.peer : ""; };
  if (name == "cidr") return peer_if(domain::PeerKind::Ipv4);
  if (name == "ipv6-cidr") return peer_if(domain::PeerKind::Ipv6);
  if (name == "prefix-list-id") return peer_if(domain::PeerKind::PrefixList);
  if (name == "group-id") return peer_if(domain::PeerKind::Group);
  if (name == "group-name") return rule.peer == one.group.id.text() ? one.group.name : "";
  if (name == "user-id")
    return rule.peer_kind == domain::PeerKind::Group ? one.group.scope.account.text() : "";
  if (name == "protocol") return rule.protocol;
  if (name == "from-port") return rule.from_port ? std::to_string(*rule.from_port) : "";
  if (name == "to-port") return rule.to_port ? std::to_string(*rule.to_port) : "";
  return std::nullopt;
}

std::optional<std::vector<std::string>> permission_filter_values(GroupWithRules const& one,
                                                                 domain::Direction direction,
                                                                 std::string_view name) {
  if (!permission_value(one, {}, name)) return std::nullopt;
  std::vector<std::string> values;
  for (auto const& rule : one.in(direction)) {
    auto const value = permission_value(one, rule, name);
    if (value && !value->empty()) values.push_back(*value);
  }
  return values;
}

std::optional<std::vector<std::string>> group_filter_values(GroupWithRules const& one,
                                                            std::string const& name) {
  constexpr std::string_view ingress = "ip-permission.", egress = "egress.ip-permission.";
  if (name == "group-id") return {{one.group.id.text()}};
  if (name == "group-name") return {{one.group.name}};
  if (name == "vpc-id") return {{one.group.vpc.text()}};
  if (name == "description") return {{one.group.description}};
  if (name == "owner-id") return {{one.group.scope.account.text()}};
  if (name.starts_with(ingress))
    return permission_filter_values(one, domain::Direction::Ingress, name.substr(ingress.size()));
  if (name.starts_with(egress))
    return permission_filter_values(one, domain::Direction::Egress, name.substr(egress.size()));
  return tag_filter_values(one.tags, name);
}

SecurityGroup group_view(Call const& call, GroupWithRules const& one) {
  return {.owner_id = one.group.scope.account.text(),
          .group_id = one.group.id.text(),
          .group_name = one.group.name,
          .description = one.group.description,
          .vpc_id = one.group.vpc.text(),
          .security_group_arn = group_arn(one.group),
          .ip_permissions = permissions_view(call, one.in(domain::Direction::Ingress)),
          .ip_permissions_egress = permissions_view(call, one.in(domain::Direction::Egress)),
          .tags = tag_view(one.tags)};
}

void select_names(std::vector<GroupWithRules>& groups, std::optional<std::vector<std::string>> const& names) {
  if (!names || names->empty()) return;
  for (std::string const& name : *names)
    if (std::none_of(groups.begin(), groups.end(), [&](auto const& one) { return one.group.name == name; }))
      throw wire::Error(group_kind.not_found, group_kind.not_found_message(name));
  std::erase_if(groups, [&](auto const& one) {
    return std::find(names->begin(), names->end(), one.group.name) == names->end();
  });
}

constexpr IdKind rule_kind{
    "sgr", InvalidSecurityGroupRuleIdMalformed, InvalidSecurityGroupRuleIdNotFound,
    [](std::string const& id) { return "The security group rule ID '" + id + "' does not exist"; },
    "securityGroupRuleIds"};

using TaggedRule = Tagged<domain::SecurityGroupRule>;

std::optional<std::vector<std::string>> rule_filter_values(TaggedRule const& tagged,
                                                           std::string const& name) {
  if (name == "group-id") return {{tagged.row.group.text()}};
  if (name == "security-group-rule-id") return {{tagged.row.id}};
  return tag_filter_values(tagged.tags, name);
}

}  // namespace

DescribeSecurityGroupsResult describe_security_groups(Call& call,
                                                      DescribeSecurityGroupsRequest const& request) {
  auto const id_of = [](GroupWithRules const& one) { return one.group.id.text(); };
  check_dry_run(request.dry_run);
  check_page(group_kind, request.group_ids && !request.group_ids->empty(), request.max_results);
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  std::vector<GroupWithRules> groups;
  for (auto const& group : state::list_security_groups(call.db, call.scope))
    groups.push_back({group, state::list_security_group_rules(call.db, call.scope, group.id),
                      state::list_tags(call.db, group_arn(group))});
  select_ids(groups, request.group_ids, group_kind, id_of);
  select_names(groups, request.group_names);
  apply_filters(groups, request.filters, &group_filter_values);
  DescribeSecurityGroupsResult result{.security_groups = std::vector<SecurityGroup>{}};
  result.next_token = cut_page(groups, request.max_results, request.next_token, group_kind, id_of);
  for (auto const& one : groups) result.security_groups->push_back(group_view(call, one));
  return result;
}

DescribeSecurityGroupRulesResult describe_security_group_rules(
    Call& call, DescribeSecurityGroupRulesRequest const& request) {
  auto const id_of = [](TaggedRule const& tagged) { return tagged.row.id; };
  check_dry_run(request.dry_run);
  check_page(rule_kind, request.security_group_rule_ids && !request.security_group_rule_ids->empty(),
             request.max_results);
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  std::vector<TaggedRule> rules;
  for (auto const& rule : state::list_security_group_rules(call.db, call.scope))
    rules.push_back({rule, tags_of(call, ResourceType::SecurityGroupRule, rule.id)});
  select_ids(rules, request.security_group_rule_ids, rule_kind, id_of);
  apply_filters(rules, request.filters, &rule_filter_values);
  DescribeSecurityGroupRulesResult result{.security_group_rules = std::vector<SecurityGroupRule>{}};
  result.next_token = cut_page(rules, request.max_results, request.next_token, rule_kind, id_of);
  for (auto const& tagged : rules)
    result.security_group_rules->push_back(rule_view(call, tagged.row, tagged.tags));
  return result;
}

}  // namespace neargate::api::ec2
