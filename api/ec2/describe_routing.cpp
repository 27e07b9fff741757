// Route tables, network ACLs and internet gateways: one of each for a VPC, as a default VPC has them. They
// have no rows; their ids follow from the VPC's.

#include "api/ec2/filters.h"
#include "api/ec2/resources.h"
#include "api/ec2/selection.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr IdKind table_kind{
    "rtb", InvalidRouteTableIdMalformed, InvalidRouteTableIDNotFound,
    [](std::string const& id) { return "The routeTable ID '" + id + "' does not exist"; }, "routeTableIds"};
constexpr IdKind acl_kind{
    "acl", InvalidNetworkAclIdMalformed, InvalidNetworkAclIDNotFound,
    [](std::string const& id) { return "The networkAcl ID '" + id + "' does not exist"; }, "networkAclIds"};
constexpr IdKind gateway_kind{
    "igw", InvalidInternetGatewayIdMalformed, InvalidInternetGatewayIDNotFound,
    [](std::string const& id) { return "The internetGateway ID '" + id + "' does not exist"; },
    "internetGatewayIds"};

/// A VPC with what hangs on it.
struct Network {
  domain::Vpc vpc;
  std::vector<domain::Subnet> subnets;
  state::TagList tags;  ///< of the resource that is asked about

  std::string id(char const* prefix) const { return derived_id(prefix, vpc.id.text()); }
  std::string owner() const { return vpc.scope.account.text(); }
};

std::vector<Network> list_networks(Call& call, ResourceType type, char const* prefix) {
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  std::vector<Network> networks;
  for (auto const& vpc : state::list_vpcs(call.db, call.scope)) {
    Network network{vpc, {}, tags_of(call, type, derived_id(prefix, vpc.id.text()))};
    for (auto const& subnet : state::list_subnets(call.db, call.scope))
      if (subnet.vpc == vpc.id) network.subnets.push_back(subnet);
    networks.push_back(network);
  }
  return networks;
}

using Values = std::optional<std::vector<std::string>>;

Values table_filter_values(Network const& network, std::string const& name) {
  if (name == "route-table-id" || name == "association.route-table-id") return {{network.id("rtb")}};
  if (name == "vpc-id") return {{network.vpc.id.text()}};
  if (name == "owner-id") return {{network.owner()}};
  if (name == "association.main") return {{flag_text(true)}};
  if (name == "association.route-table-association-id") return {{network.id("rtbassoc")}};
  // Subnets of a default VPC use the main table without being associated with it.
  if (name == "association.subnet-id" || name == "association.gateway-id") return std::vector<std::string>{};
  if (name == "route.destination-cidr-block") return {{network.vpc.cidr, "0.0.0.0/0"}};
  if (name == "route.gateway-id") return {{"local", network.id("igw")}};
  if (name == "route.origin") return {{"CreateRouteTable", "CreateRoute"}};
  if (name == "route.state") return {{"active"}};
  if (name.starts_with("route.")) return std::vector<std::string>{};
  return tag_filter_values(network.tags, name);
}

RouteTable table_view(Network const& network) {
  RouteTableAssociation const main{
      .main = true,
      .route_table_association_id = network.id("rtbassoc"),
      .route_table_id = network.id("rtb"),
      .association_state = {{.state = RouteTableAssociationStateCode::Associated}}};
  Route const local{.destination_cidr_block = network.vpc.cidr,
                    .gateway_id = "local",
                    .origin = RouteOrigin::CreateRouteTable,
                    .state = RouteState::Active};
  Route const outside{.destination_cidr_block = "0.0.0.0/0",
                      .gateway_id = network.id("igw"),
                      .origin = RouteOrigin::CreateRoute,
                      .state = RouteState::Active};
  return {.associations = {{main}},
          .propagating_vgws = std::vector<PropagatingVgw>{},
          .route_table_id = network.id("rtb"),
          .routes = {{local, outside}},
          .tags = tag_view(network.tags),
          .vpc_id = network.vpc.id.text(),
          .owner_id = network.owner()};
}

std::vector<std::string> subnet_ids(Network const& network) {
  std::vector<std::string> ids;
  for (auto const& subnet : network.subnets) ids.push_back(subnet.id.text());
  return ids;
}

Values acl_filter_values(Network const& network, std::string const& name) {
  if (name == "network-acl-id" || name == "association.network-acl-id") return {{network.id("acl")}};
  if (name == "vpc-id") return {{network.vpc.id.text()}};
  if (name == "owner-id") return {{network.owner()}};
  if (name == "default") return {{flag_text(true)}};
  if (name == "association.subnet-id") return subnet_ids(network);
  if (name == "association.association-id") {
    std::vector<std::string> ids;
    for (auto const& subnet : network.subnets) ids.push_back(derived_id("aclassoc", subnet.id.text()));
    return ids;
  }
  if (name == "entry.cidr") return {{"0.0.0.0/0"}};
  if (name == "entry.protocol") return {{"-1"}};
  if (name == "entry.rule-action") return {{"allow", "deny"}};
  if (name == "entry.rule-number") return {{"100", "32767"}};
  if (name == "entry.egress") return {{flag_text(true), flag_text(false)}};
  if (name.starts_with("entry.")) return std::vector<std::string>{};
  return tag_filter_values(network.tags, name);
}

NetworkAcl acl_view(Network const& network) {
  NetworkAcl view{.associations = std::vector<NetworkAclAssociation>{},
                  .entries = std::vector<NetworkAclEntry>{},
                  .is_default = true,
                  .network_acl_id = network.id("acl"),
                  .tags = tag_view(network.tags),
                  .vpc_id = network.vpc.id.text(),
                  .owner_id = network.owner()};
  for (auto const& subnet : network.subnets)
    view.associations->push_back({.network_acl_association_id = derived_id("aclassoc", subnet.id.text()),
                                  .network_acl_id = network.id("acl"),
                                  .subnet_id = subnet.id.text()});
  constexpr int first_rule = 100, last_rule = 32767;  // the last one denies what no other allowed
  for (bool const egress : {true, false})
    for (int const number : {first_rule, last_rule})
      view.entries->push_back({.cidr_block = "0.0.0.0/0",
                               .egress = egress,
                               .protocol = "-1",
                               .rule_action = number == last_rule ? RuleAction::Deny : RuleAction::Allow,
                               .rule_number = number});
  return view;
}

Values gateway_filter_values(Network const& network, std::string const& name) {
  if (name == "internet-gateway-id") return {{network.id("igw")}};
  if (name == "attachment.vpc-id") return {{network.vpc.id.text()}};
  if (name == "attachment.state") return {{"available"}};
  if (name == "owner-id") return {{network.owner()}};
  return tag_filter_values(network.tags, name);
}

InternetGateway gateway_view(Network const& network) {
  InternetGatewayAttachment const attachment{.state = AttachmentStatus::Available,
                                             .vpc_id = network.vpc.id.text()};
  return {.attachments = {{attachment}},
          .internet_gateway_id = network.id("igw"),
          .owner_id = network.owner(),
          .tags = tag_view(network.tags)};
}

/// What the three operations have in common.
template <class Request>
std::vector<Network> select(Call& call, Request const& request, ResourceType type, IdKind const& kind,
                            wire::Optional<std::vector<std::string>> const& ids, FilterValues<Network> values,
                            wire::Optional<std::string>& next_token) {
  auto const id_of = [&](Network const& network) { return network.id(kind.prefix.data()); };
  check_dry_run(request.dry_run);
  check_page(kind, ids && !ids->empty(), request.max_results);
  auto networks = list_networks(call, type, kind.prefix.data());
  select_ids(networks, ids, kind, id_of);
  apply_filters(networks, request.filters, values);
  next_token = cut_page(networks, request.max_results, request.next_token, kind, id_of);
  return networks;
}

}  // namespace

DescribeRouteTablesResult describe_route_tables(Call& call, DescribeRouteTablesRequest const& request) {
  DescribeRouteTablesResult result{.route_tables = std::vector<RouteTable>{}};
  for (auto const& network : select(call, request, ResourceType::RouteTable, table_kind,
                                    request.route_table_ids, &table_filter_values, result.next_token))
    result.route_tables->push_back(table_view(network));
  return result;
}

DescribeNetworkAclsResult describe_network_acls(Call& call, DescribeNetworkAclsRequest const& request) {
  DescribeNetworkAclsResult result{.network_acls = std::vector<NetworkAcl>{}};
  for (auto const& network : select(call, request, ResourceType::NetworkAcl, acl_kind,
                                    request.network_acl_ids, &acl_filter_values, result.next_token))
    result.network_acls->push_back(acl_view(network));
  return result;
}

DescribeInternetGatewaysResult describe_internet_gateways(Call& call,
                                                          DescribeInternetGatewaysRequest const& request) {
  DescribeInternetGatewaysResult result{.internet_gateways = std::vector<InternetGateway>{}};
  for (auto const& network : select(call, request, ResourceType::InternetGateway, gateway_kind,
                                    request.internet_gateway_ids, &gateway_filter_values, result.next_token))
    result.internet_gateways->push_back(gateway_view(network));
  return result;
}

}  // namespace neargate::api::ec2
