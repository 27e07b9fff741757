#include "api/call.h"
#include "api/ec2/filters.h"
#include "api/ec2/resources.h"
#include "api/ec2/selection.h"
#include "domain/arn.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr IdKind subnet_kind{
    "subnet", InvalidSubnetIdMalformed, InvalidSubnetIDNotFound,
    [](std::string const& id) { return "The subnet ID '" + id + "' does not exist"; }, "subnetIds"};

/// A subnet with the number of addresses that are still free in it.
struct CountedSubnet {
  domain::Subnet subnet;
  int available = 0;
  state::TagList tags;
};

std::string subnet_arn(domain::Subnet const& subnet) {
  return domain::Arn{domain::partition_of(subnet.scope.region), "ec2", subnet.scope.region.text(),
                     subnet.scope.account.text(), "subnet/" + subnet.id.text()}
      .text();
}

std::optional<std::vector<std::string>> subnet_filter_values(CountedSubnet const& counted,
                                                             std::string const& name) {
  domain::Subnet const& subnet = counted.subnet;
  if (name == "subnet-id") return {{subnet.id.text()}};
  if (name == "vpc-id") return {{subnet.vpc.text()}};
  if (name == "availability-zone" || name == "availabilityZone") return {{subnet.availability_zone}};
  if (name == "availability-zone-id" || name == "availabilityZoneId") return {{subnet.availability_zone_id}};
  if (name == "available-ip-address-count") return {{std::to_string(counted.available)}};
  if (name == "cidr-block" || name == "cidr" || name == "cidrBlock") return {{subnet.cidr}};
  if (name == "default-for-az" || name == "defaultForAz") return {{flag_text(subnet.default_for_az)}};
  if (name == "map-public-ip-on-launch") return {{flag_text(subnet.map_public_ip_on_launch)}};
  if (name == "owner-id") return {{subnet.scope.account.text()}};
  if (name == "state") return {{"available"}};
  if (name == "subnet-arn") return {{subnet_arn(subnet)}};
  if (name == "ipv6-native") return {{flag_text(false)}};
  return tag_filter_values(counted.tags, name);
}

int count_available(domain::Subnet const& subnet, std::vector<std::string> const& in_use) {
  auto const block = domain::Cidr::parse(subnet.cidr);
  if (!block) return 0;
  auto const taken = std::count_if(in_use.begin(), in_use.end(), [&](std::string const& text) {
    auto const address = domain::parse_ipv4(text);
    return address && block->contains(*address);
  });
  constexpr int kept_by_aws = 5;
  return static_cast<int>(block->size()) - kept_by_aws - static_cast<int>(taken);
}

Subnet subnet_view(CountedSubnet const& counted) {
  domain::Subnet const& subnet = counted.subnet;
  return {.subnet_id = subnet.id.text(),
          .subnet_arn = subnet_arn(subnet),
          .state = SubnetState::Available,
          .owner_id = subnet.scope.account.text(),
          .vpc_id = subnet.vpc.text(),
          .cidr_block = subnet.cidr,
          .ipv6_cidr_block_association_set = std::vector<SubnetIpv6CidrBlockAssociation>{},
          .available_ip_address_count = counted.available,
          .availability_zone = subnet.availability_zone,
          .availability_zone_id = subnet.availability_zone_id,
          .default_for_az = subnet.default_for_az,
          .map_public_ip_on_launch = subnet.map_public_ip_on_launch,
          .tags = tag_view(counted.tags),
          .assign_ipv6_address_on_creation = false,
          .map_customer_owned_ip_on_launch = false,
          .private_dns_name_options_on_launch = {{.hostname_type = HostnameType::IpName,
                                                  .enable_resource_name_dns_a_record = false,
                                                  .enable_resource_name_dns_aaaa_record = false}},
          .ipv6_native = false,
          .enable_dns64 = false};
}

}  // namespace

DescribeSubnetsResult describe_subnets(Call& call, DescribeSubnetsRequest const& request) {
  auto const id_of = [](CountedSubnet const& counted) { return counted.subnet.id.text(); };
  check_dry_run(request.dry_run);
  check_page(subnet_kind, request.subnet_ids && !request.subnet_ids->empty(), request.max_results);
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  auto const in_use = state::list_addresses_in_use(call.db);
  std::vector<CountedSubnet> subnets;
  for (auto const& subnet : state::list_subnets(call.db, call.scope))
    subnets.push_back(
        {subnet, count_available(subnet, in_use), tags_of(call, ResourceType::Subnet, subnet.id.text())});
  select_ids(subnets, request.subnet_ids, subnet_kind, id_of);
  apply_filters(subnets, request.filters, &subnet_filter_values);
  DescribeSubnetsResult result{.subnets = std::vector<Subnet>{}};
  result.next_token = cut_page(subnets, request.max_results, request.next_token, subnet_kind, id_of);
  for (auto const& subnet : subnets) result.subnets->push_back(subnet_view(subnet));
  return result;
}

}  // namespace neargate::api::ec2
