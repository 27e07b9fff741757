#include "api/call.h"
#include "api/ec2/filters.h"
#include "api/ec2/selection.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr IdKind vpc_kind{"vpc", InvalidVpcIdMalformed, InvalidVpcIDNotFound,
                          [](std::string const& id) { return "The vpc ID '" + id + "' does not exist"; },
                          "vpcIds"};

std::optional<std::vector<std::string>> vpc_filter_values(domain::Vpc const& vpc, std::string const& name) {
  if (name == "vpc-id") return {{vpc.id.text()}};
  if (name == "is-default" || name == "isDefault") return {{flag_text(vpc.is_default)}};
  if (name == "cidr" || name == "cidr-block" || name == "cidr-block-association.cidr-block")
    return {{vpc.cidr}};
  if (name == "cidr-block-association.association-id") return {{vpc.cidr_association_id}};
  if (name == "cidr-block-association.state") return {{"associated"}};
  if (name == "dhcp-options-id") return {{vpc.dhcp_options_id}};
  if (name == "owner-id") return {{vpc.scope.account.text()}};
  if (name == "state") return {{"available"}};
  return tag_filter_values(name);
}

Vpc vpc_view(domain::Vpc const& vpc) {
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
          .tags = std::vector<Tag>{},
          .instance_tenancy = Tenancy::Default,
          .is_default = vpc.is_default};
}

}  // namespace

DescribeVpcsResult describe_vpcs(Call& call, DescribeVpcsRequest const& request) {
  auto const id_of = [](domain::Vpc const& vpc) { return vpc.id.text(); };
  check_dry_run(request.dry_run);
  check_page(vpc_kind, request.vpc_ids && !request.vpc_ids->empty(), request.max_results);
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  auto vpcs = state::list_vpcs(call.db, call.scope);
  select_ids(vpcs, request.vpc_ids, vpc_kind, id_of);
  apply_filters(vpcs, request.filters, &vpc_filter_values);
  DescribeVpcsResult result{.vpcs = std::vector<Vpc>{}};
  result.next_token = cut_page(vpcs, request.max_results, request.next_token, vpc_kind, id_of);
  for (auto const& vpc : vpcs) result.vpcs->push_back(vpc_view(vpc));
  return result;
}

}  // namespace neargate::api::ec2
