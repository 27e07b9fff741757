#include <algorithm>

#include "api/ec2/resources.h"
#include "api/ec2/security_groups.h"
#include "gen/ec2/errors.h"
#include "gen/ec2/operations.h"
#include "state/security_groups.h"

namespace neargate::api::ec2 {

namespace {

using Rules = std::vector<domain::SecurityGroupRule>;

struct Revoked {
  Rules rules;
  std::vector<IpPermission> unknown;  ///< asked for, but not there
};

RevokedSecurityGroupRule revoked_view(Call const& call, domain::SecurityGroupRule const& rule) {
  SecurityGroupRule const view = rule_view(call, rule, {});
  RevokedSecurityGroupRule revoked{.security_group_rule_id = view.security_group_rule_id,
                                   .group_id = view.group_id,
                                   .is_egress = view.is_egress,
                                   .ip_protocol = view.ip_protocol,
                                   .from_port = view.from_port,
                                   .to_port = view.to_port,
                                   .cidr_ipv4 = view.cidr_ipv4,
                                   .cidr_ipv6 = view.cidr_ipv6,
                                   .prefix_list_id = view.prefix_list_id,
                                   .description = view.description};
  if (rule.peer_kind == domain::PeerKind::Group) revoked.referenced_group_id = rule.peer;
  return revoked;
}

Rules rules_by_id(Rules const& known, std::vector<std::string> const& ids) {
  Rules found;
  for (std::string const& id : ids) {
    auto const rule = std::find_if(known.begin(), known.end(), [&](auto const& one) { return one.id == id; });
    if (rule == known.end())
      throw wire::Error(InvalidSecurityGroupRuleIdNotFound,
                        "The security group rule ID '" + id + "' does not exist");
    found.push_back(*rule);
  }
  return found;
}

/// Every group here is in the default VPC, where rules that are not there are told, not refused.
Revoked revoke(Call& call, domain::SecurityGroup const& group, domain::Direction direction,
               std::optional<std::vector<std::string>> const& ids,
               std::vector<IpPermission> const& permissions) {
  bool const by_id = ids && !ids->empty();
  if (by_id == !permissions.empty())
    throw wire::Error(by_id ? InvalidParameterCombination : MissingParameter,
                      "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
  Rules known = state::list_security_group_rules(call.db, call.scope, group.id);
  std::erase_if(known, [&](auto const& rule) { return rule.direction != direction; });
  Revoked revoked;
  if (by_id) {
    revoked.rules = rules_by_id(known, *ids);
  } else {
    Rules unknown;
    for (auto const& wanted : requested_rules(call, group, direction, permissions)) {
      auto const rule = std::find_if(known.begin(), known.end(),
                                     [&](auto const& one) { return is_same_permission(one, wanted); });
      (rule == known.end() ? unknown : revoked.rules).push_back(rule == known.end() ? wanted : *rule);
    }
    revoked.unknown = permissions_view(call, unknown);
  }
  for (auto const& rule : revoked.rules) {
    state::delete_security_group_rule(call.db, call.scope, rule.id);
    state::remove_all_tags(call.db, ec2_arn(call.scope, ResourceType::SecurityGroupRule, rule.id));
  }
  return revoked;
}

template <class Result>
Result result_of(Call const& call, Revoked const& revoked) {
  Result result{.return_ = true, .revoked_security_group_rules = std::vector<RevokedSecurityGroupRule>{}};
  if (!revoked.unknown.empty()) result.unknown_ip_permissions = revoked.unknown;
  for (auto const& rule : revoked.rules)
    result.revoked_security_group_rules->push_back(revoked_view(call, rule));
  return result;
}

}  // namespace

RevokeSecurityGroupIngressResult revoke_security_group_ingress(
    Call& call, RevokeSecurityGroupIngressRequest const& request) {
  check_dry_run(request.dry_run);
  auto const group = require_group(call, request.group_id, request.group_name);
  auto const permissions = all_permissions(
      request.ip_permissions, {request.ip_protocol, request.cidr_ip, request.source_security_group_name,
                               request.from_port, request.to_port});
  return result_of<RevokeSecurityGroupIngressResult>(
      call, revoke(call, group, domain::Direction::Ingress, request.security_group_rule_ids, permissions));
}

RevokeSecurityGroupEgressResult revoke_security_group_egress(
    Call& call, RevokeSecurityGroupEgressRequest const& request) {
  check_dry_run(request.dry_run);
  auto const group = require_group(call, request.group_id);
  auto const permissions = all_permissions(
      request.ip_permissions, {request.ip_protocol, request.cidr_ip, request.source_security_group_name,
                               request.from_port, request.to_port});
  return result_of<RevokeSecurityGroupEgressResult>(
      call, revoke(call, group, domain::Direction::Egress, request.security_group_rule_ids, permissions));
}

}  // namespace neargate::api::ec2
