#pragma once
// Security groups and rules between rows, requests and answers.

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/ec2/selection.h"
#include "domain/security_group.h"
#include "gen/ec2/shapes.h"
#include "state/tags.h"

namespace neargate::api::ec2 {

extern IdKind const group_kind;

/// By id, or in the default VPC by name; throws for neither, and for what does not exist.
domain::SecurityGroup require_group(Call& call, std::optional<std::string> const& id,
                                    std::optional<std::string> const& name = std::nullopt);
std::string group_arn(domain::SecurityGroup const& group);

/// Rules of one protocol and range make one permission, in the order of authorising.
std::vector<IpPermission> permissions_view(Call const& call,
                                           std::vector<domain::SecurityGroupRule> const& rules);
SecurityGroupRule rule_view(Call const& call, domain::SecurityGroupRule const& rule,
                            state::TagList const& tags);

/// The rules that IpPermissions ask for, one for each peer, in EC2's normal form and without ids. Throws for
/// what EC2 refuses: unknown protocols, ranges and blocks, groups that do not exist, and the same rule twice.
std::vector<domain::SecurityGroupRule> requested_rules(Call& call, domain::SecurityGroup const& group,
                                                       domain::Direction direction,
                                                       std::vector<IpPermission> const& permissions);
/// The permission that a request's own CidrIp, IpProtocol and ports make (the old form); empty without them.
struct PlainPermission {
  std::optional<std::string> protocol, cidr, source_group;
  std::optional<int> from_port, to_port;
};
std::vector<IpPermission> all_permissions(std::optional<std::vector<IpPermission>> const& permissions,
                                          PlainPermission const& plain);
/// "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW"
std::string permission_text(domain::SecurityGroupRule const& rule);

}  // namespace neargate::api::ec2
