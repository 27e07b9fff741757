#include "api/call.h"
#include "api/ec2/filters.h"
#include "api/ec2/selection.h"
#include "domain/arn.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr IdKind group_kind{
    "sg", InvalidGroupIdMalformed, InvalidGroupNotFound,
    [](std::string const& id) { return "The security group '" + id + "' does not exist"; }, "groupIds"};

std::optional<std::vector<std::string>> group_filter_values(domain::SecurityGroup const& group,
                                                            std::string const& name) {
  if (name == "group-id") return {{group.id.text()}};
  if (name == "group-name") return {{group.name}};
  if (name == "vpc-id") return {{group.vpc.text()}};
  if (name == "description") return {{group.description}};
  if (name == "owner-id") return {{group.scope.account.text()}};
  if (name == "egress.ip-permission.cidr") return {{"0.0.0.0/0"}};
  if (name == "egress.ip-permission.protocol" || name == "ip-permission.protocol") return {{"-1"}};
  if (name == "ip-permission.group-id") return {{group.id.text()}};
  if (name == "ip-permission.user-id") return {{group.scope.account.text()}};
  if (name.starts_with("ip-permission.") || name.starts_with("egress.ip-permission."))
    return std::vector<std::string>{};
  return tag_filter_values(name);
}

/// Ingress of the default group: everything from its own members.
IpPermission from_members(domain::SecurityGroup const& group) {
  UserIdGroupPair const self{.user_id = group.scope.account.text(), .group_id = group.id.text()};
  return {.ip_protocol = "-1",
          .user_id_group_pairs = {{self}},
          .ip_ranges = std::vector<IpRange>{},
          .ipv6_ranges = std::vector<Ipv6Range>{},
          .prefix_list_ids = std::vector<PrefixListId>{}};
}

IpPermission to_everywhere() {
  return {.ip_protocol = "-1",
          .user_id_group_pairs = std::vector<UserIdGroupPair>{},
          .ip_ranges = {{IpRange{.cidr_ip = "0.0.0.0/0"}}},
          .ipv6_ranges = std::vector<Ipv6Range>{},
          .prefix_list_ids = std::vector<PrefixListId>{}};
}

SecurityGroup group_view(domain::SecurityGroup const& group) {
  std::string const arn =
      domain::Arn{domain::partition_of(group.scope.region), "ec2", group.scope.region.text(),
                  group.scope.account.text(), "security-group/" + group.id.text()}
          .text();
  return {.owner_id = group.scope.account.text(),
          .group_id = group.id.text(),
          .group_name = group.name,
          .description = group.description,
          .vpc_id = group.vpc.text(),
          .security_group_arn = arn,
          .ip_permissions = {{from_members(group)}},
          .ip_permissions_egress = {{to_everywhere()}},
          .tags = std::vector<Tag>{}};
}

void select_names(std::vector<domain::SecurityGroup>& groups,
                  std::optional<std::vector<std::string>> const& names) {
  if (!names || names->empty()) return;
  for (std::string const& name : *names)
    if (std::none_of(groups.begin(), groups.end(), [&](auto const& group) { return group.name == name; }))
      throw wire::Error(InvalidGroupNotFound, group_kind.not_found_message(name));
  std::erase_if(groups, [&](domain::SecurityGroup const& group) {
    return std::find(names->begin(), names->end(), group.name) == names->end();
  });
}

}  // namespace

DescribeSecurityGroupsResult describe_security_groups(Call& call,
                                                      DescribeSecurityGroupsRequest const& request) {
  auto const id_of = [](domain::SecurityGroup const& group) { return group.id.text(); };
  check_dry_run(request.dry_run);
  check_page(group_kind, request.group_ids && !request.group_ids->empty(), request.max_results);
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  auto groups = state::list_security_groups(call.db, call.scope);
  select_ids(groups, request.group_ids, group_kind, id_of);
  select_names(groups, request.group_names);
  apply_filters(groups, request.filters, &group_filter_values);
  DescribeSecurityGroupsResult result{.security_groups = std::vector<SecurityGroup>{}};
  result.next_token = cut_page(groups, request.max_results, request.next_token, group_kind, id_of);
  for (auto const& group : groups) result.security_groups->push_back(group_view(group));
  return result;
}

}  // namespace neargate::api::ec2
