#include <fmt/format.h>

#include <algorithm>

#include "api/ec2/resources.h"
#include "api/ec2/security_groups.h"
#include "gen/ec2/errors.h"
#include "gen/ec2/operations.h"
#include "state/security_groups.h"

namespace neargate::api::ec2 {

namespace {

constexpr std::ptrdiff_t rules_max = 60;  // in one direction

/// Adds the rules to the group; what is there already refuses them all.
std::vector<SecurityGroupRule> authorize(Call& call, domain::SecurityGroup const& group,
                                         domain::Direction direction,
                                         std::vector<IpPermission> const& permissions,
                                         state::TagList const& tags) {
  auto rules = requested_rules(call, group, direction, permissions);
  if (rules.empty())
    throw wire::Error(MissingParameter, "The request must contain the parameter ipPermissions");
  auto const known = state::list_security_group_rules(call.db, call.scope, group.id);
  auto const in_direction = std::count_if(known.begin(), known.end(),
                                          [&](auto const& rule) { return rule.direction == direction; });
  if (in_direction + static_cast<std::ptrdiff_t>(rules.size()) > rules_max)
    throw wire::Error(RulesPerSecurityGroupLimitExceeded,
                      "The maximum number of rules per security group has been reached.");
  std::vector<SecurityGroupRule> views;
  for (auto& rule : rules) {
    for (auto const& other : known)
      if (is_same_permission(other, rule))
        throw wire::Error(InvalidPermissionDuplicate,
                          fmt::format("the specified rule \"{}\" already exists", permission_text(rule)));
    rule.id = call.mint.ec2_id("sgr");
    state::insert_security_group_rule(call.db, call.scope, rule);
    state::set_tags(call.db, ec2_arn(call.scope, ResourceType::SecurityGroupRule, rule.id), tags);
    views.push_back(rule_view(call, rule, tags));
  }
  return views;
}

}  // namespace

AuthorizeSecurityGroupIngressResult authorize_security_group_ingress(
    Call& call, AuthorizeSecurityGroupIngressRequest const& request) {
  check_dry_run(request.dry_run);
  auto const tags = specified_tags(request.tag_specifications, ResourceType::SecurityGroupRule);
  auto const group = require_group(call, request.group_id, request.group_name);
  auto const permissions = all_permissions(
      request.ip_permissions, {request.ip_protocol, request.cidr_ip, request.source_security_group_name,
                               request.from_port, request.to_port});
  return {.return_ = true,
          .security_group_rules = authorize(call, group, domain::Direction::Ingress, permissions, tags)};
}

AuthorizeSecurityGroupEgressResult authorize_security_group_egress(
    Call& call, AuthorizeSecurityGroupEgressRequest const& request) {
  check_dry_run(request.dry_run);
  auto const tags = specified_tags(request.tag_specifications, ResourceType::SecurityGroupRule);
  auto const group = require_group(call, request.group_id);
  auto const permissions = all_permissions(
      request.ip_permissions, {request.ip_protocol, request.cidr_ip, request.source_security_group_name,
                               request.from_port, request.to_port});
  return {.return_ = true,
          .security_group_rules = authorize(call, group, domain::Direction::Egress, permissions, tags)};
}

}  // namespace neargate::api::ec2
