#include "api/call.h"
#include "api/ec2/filters.h"
#include "api/ec2/resources.h"
#include "api/ec2/selection.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr IdKind vpc_kind{"vpc", InvalidVpcIdMalformed, InvalidVpcIDNotFound,
                          [](std::string const& id) { return "The vpc ID '" + id + "' does not exist"; },
                          "vpcIds"};

std::optional<std::vector<std::string>> vpc_filter_values(Tagged<domain::Vpc> const& tagged,
                                                          std::string const& name) {
  domain::Vpc const& vpc = tagged.row;
  if (name == "vpc-id") return {{vpc.id.text()}};
  if (name == "is-default" || name == "isDefault") return {{flag_text(vpc.is_default)}};
  if (name == "cidr" || name == "cidr-block" || name == "cidr-block-association.cidr-block")
    return {{vpc.cidr}};
  if (name == "cidr-block-association.association-id") return {{vpc.cidr_association_id}};
  if (name == "cidr-block-association.state") return {{"associated"}};
  if (name == "dhcp-options-id") return {{vpc.dhcp_options_id}};
  if (name == "owner-id") return {{vpc.scope.account.text()}};
  if (name == "state") return {{"available"}};
  return tag_filter_values(tagged.tags, name);
}

Vpc vpc_view(Tagged<domain::Vpc> const& tagged) {
  domain::Vpc const& vpc = tagged.row;
  VpcCidrBlockAssociation const association{
      .cidr_block = vpc.cidr,
      .association_id = vpc.cidr_association_id,
      .cidr_block_state = {{.state = VpcCidrBlockStateCode::Associated}}};
  return {.vpc_id = vpc.id.text(),
          .owner_id = vpc.scope.account.text(),
          .state = VpcState::Available,
          .cidr_block = vpc.cidr,
          .cidr_block_association_set = {{association}},
          .ipv6_cidr_block_association_set = std::vector<VpcIpv6CidrBlockAssociation>{},
          .dhcp_options_id = vpc.dhcp_options_id,
          .tags = tag_view(tagged.tags),
          .instance_tenancy = Tenancy::Default,
          .is_default = vpc.is_default};
}

}  // namespace

DescribeVpcsResult describe_vpcs(Call& call, DescribeVpcsRequest const& request) {
  auto const id_of = [](Tagged<domain::Vpc> const& tagged) { return tagged.row.id.text(); };
  check_dry_run(request.dry_run);
  check_page(vpc_kind, request.vpc_ids && !request.vpc_ids->empty(), request.max_results);
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  std::vector<Tagged<domain::Vpc>> vpcs;
  for (auto const& vpc : state::list_vpcs(call.db, call.scope))
    vpcs.push_back({vpc, tags_of(call, ResourceType::Vpc, vpc.id.text())});
  select_ids(vpcs, request.vpc_ids, vpc_kind, id_of);
  apply_filters(vpcs, request.filters, &vpc_filter_values);
  DescribeVpcsResult result{.vpcs = std::vector<Vpc>{}};
  result.next_token = cut_page(vpcs, request.max_results, request.next_token, vpc_kind, id_of);
  for (auto const& vpc : vpcs) result.vpcs->push_back(vpc_view(vpc));
  return result;
}

DescribeVpcAttributeResult describe_vpc_attribute(Call& call, DescribeVpcAttributeRequest const& request) {
  check_dry_run(request.dry_run);
  std::string const id = request.vpc_id.value_or("");
  check_id(vpc_kind, id);
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  auto const vpcs = state::list_vpcs(call.db, call.scope);
  if (std::none_of(vpcs.begin(), vpcs.end(), [&](auto const& vpc) { return vpc.id.text() == id; }))
    throw wire::Error(vpc_kind.not_found, vpc_kind.not_found_message(id));
  DescribeVpcAttributeResult result{.vpc_id = id};
  switch (request.attribute.value_or(VpcAttributeName::EnableDnsSupport)) {
    case VpcAttributeName::EnableDnsSupport:
      result.enable_dns_support = AttributeBooleanValue{.value = true};
      break;
    case VpcAttributeName::EnableDnsHostnames:
      result.enable_dns_hostnames = AttributeBooleanValue{.value = true};
      break;
    case VpcAttributeName::EnableNetworkAddressUsageMetrics:
      result.enable_network_address_usage_metrics = AttributeBooleanValue{.value = false};
      break;
  }
  return result;
}

}  // namespace neargate::api::ec2
