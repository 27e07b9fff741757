#include <algorithm>

#include "api/ec2/security_groups.h"
#include "gen/ec2/errors.h"
#include "gen/ec2/operations.h"
#include "state/security_groups.h"

namespace neargate::api::ec2 {

namespace {

using Rules = std::vector<domain::SecurityGroupRule>;

domain::SecurityGroupRule& require_rule(Rules& known, std::string const& id) {
  auto const found =
      std::find_if(known.begin(), known.end(), [&](auto const& rule) { return rule.id == id; });
  if (found == known.end())
    throw wire::Error(InvalidSecurityGroupRuleIdNotFound,
                      "The security group rule ID '" + id + "' does not exist");
  return *found;
}

/// The same request in the form that AuthorizeSecurityGroup… takes.
IpPermission permission_of(SecurityGroupRuleRequest const& request) {
  IpPermission permission{
      .ip_protocol = request.ip_protocol, .from_port = request.from_port, .to_port = request.to_port};
  if (request.cidr_ipv4)
    permission.ip_ranges = {{IpRange{.description = request.description, .cidr_ip = request.cidr_ipv4}}};
  if (request.cidr_ipv6)
    permission.ipv6_ranges = {
        {Ipv6Range{.description = request.description, .cidr_ipv6 = request.cidr_ipv6}}};
  if (request.prefix_list_id)
    permission.prefix_list_ids = {
        {PrefixListId{.description = request.description, .prefix_list_id = request.prefix_list_id}}};
  if (request.referenced_group_id)
    permission.user_id_group_pairs = {
        {UserIdGroupPair{.description = request.description, .group_id = request.referenced_group_id}}};
  return permission;
}

/// Gives the rules that the permissions name the descriptions that stand there.
void describe_rules(Call& call, domain::SecurityGroup const& group, domain::Direction direction,
                    std::vector<IpPermission> const& permissions,
                    std::vector<SecurityGroupRuleDescription> const& descriptions) {
  if (permissions.empty() == descriptions.empty())
    throw wire::Error(permissions.empty() ? MissingParameter : InvalidParameterCombination,
                      "Either 'ipPermissions' or 'securityGroupRuleDescriptions' should be provided.");
  Rules known = state::list_security_group_rules(call.db, call.scope, group.id);
  std::erase_if(known, [&](auto const& rule) { return rule.direction != direction; });
  for (auto const& wanted : requested_rules(call, group, direction, permissions)) {
    auto const found = std::find_if(known.begin(), known.end(),
                                    [&](auto const& rule) { return is_same_permission(rule, wanted); });
    if (found == known.end())
      throw wire::Error(InvalidPermissionNotFound,
                        "The specified rule does not exist in this security group.");
    found->description = wanted.description;
    state::update_security_group_rule(call.db, call.scope, *found);
  }
  for (auto const& one : descriptions) {
    domain::SecurityGroupRule& rule = require_rule(known, one.security_group_rule_id.value_or(""));
    rule.description = one.description;
    state::update_security_group_rule(call.db, call.scope, rule);
  }
}

}  // namespace

ModifySecurityGroupRulesResult modify_security_group_rules(Call& call,
                                                           ModifySecurityGroupRulesRequest const& request) {
  check_dry_run(request.dry_run);
  auto const group = require_group(call, request.group_id);
  Rules known = state::list_security_group_rules(call.db, call.scope, group.id);
  for (auto const& update : request.security_group_rules.value_or(std::vector<SecurityGroupRuleUpdate>{})) {
    domain::SecurityGroupRule& rule = require_rule(known, update.security_group_rule_id.value_or(""));
    auto const wanted =
        requested_rules(call, group, rule.direction,
                        {permission_of(update.security_group_rule.value_or(SecurityGroupRuleRequest{}))});
    if (wanted.size() != 1)
      throw wire::Error(InvalidParameterCombination, "Only one source or destination may be specified.");
    if (wanted.front().peer_kind != rule.peer_kind)
      throw wire::Error(InvalidParameterValue, "You cannot change the source type of a security group rule.");
    for (auto const& other : known)
      if (other.id != rule.id && is_same_permission(other, wanted.front()))
        throw wire::Error(InvalidPermissionDuplicate,
                          "the specified rule \"" + permission_text(other) + "\" already exists");
    std::string const id = rule.id;
    rule = wanted.front();
    rule.id = id;
    state::update_security_group_rule(call.db, call.scope, rule);
  }
  return {.return_ = true};
}

UpdateSecurityGroupRuleDescriptionsIngressResult update_security_group_rule_descriptions_ingress(
    Call& call, UpdateSecurityGroupRuleDescriptionsIngressRequest const& request) {
  check_dry_run(request.dry_run);
  describe_rules(
      call, require_group(call, request.group_id, request.group_name), domain::Direction::Ingress,
      request.ip_permissions.value_or(std::vector<IpPermission>{}),
      request.security_group_rule_descriptions.value_or(std::vector<SecurityGroupRuleDescription>{}));
  return {.return_ = true};
}

UpdateSecurityGroupRuleDescriptionsEgressResult update_security_group_rule_descriptions_egress(
    Call& call, UpdateSecurityGroupRuleDescriptionsEgressRequest const& request) {
  check_dry_run(request.dry_run);
  describe_rules(
      call, require_group(call, request.group_id, request.group_name), domain::Direction::Egress,
      request.ip_permissions.value_or(std::vector<IpPermission>{}),
      request.security_group_rule_descriptions.value_or(std::vector<SecurityGroupRuleDescription>{}));
  return {.return_ = true};
}

}  // namespace neargate::api::ec2
