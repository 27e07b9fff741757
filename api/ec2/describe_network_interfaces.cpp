#include <map>

#include "api/call.h"
#include "api/ec2/filters.h"
#include "api/ec2/resources.h"
#include "api/ec2/selection.h"
#include "domain/arn.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr IdKind interface_kind{
    "eni", InvalidNetworkInterfaceIdMalformed, InvalidNetworkInterfaceIDNotFound,
    [](std::string const& id) { return "The networkInterface ID '" + id + "' does not exist"; },
    "networkInterfaceIds"};

/// The AWS account that owns the Fargate side of the attachment: never the caller's own.
constexpr char const* fargate_account = "497918343742";

std::string description_of(domain::NetworkInterface const& eni) {
  return domain::attachment_arn(eni.scope, eni.attachment_id);
}

std::vector<std::string> group_ids(domain::NetworkInterface const& eni) {
  std::vector<std::string> ids;
  for (auto const& id : eni.groups) ids.push_back(id.text());
  return ids;
}

std::vector<std::string> public_ips(domain::NetworkInterface const& eni) {
  return eni.public_ip ? std::vector<std::string>{*eni.public_ip} : std::vector<std::string>{};
}

std::optional<std::vector<std::string>> attachment_filter_values(domain::NetworkInterface const& eni,
                                                                 std::string const& name) {
  if (name == "attachment.attachment-id") return {{eni.ec2_attachment_id}};
  if (name == "attachment.status") return {{"attached"}};
  if (name == "attachment.device-index") return {{"1"}};
  if (name == "attachment.instance-owner-id") return {{fargate_account}};
  if (name == "attachment.delete-on-termination") return {{flag_text(false)}};
  if (name == "attachment.attach-time" || name == "attachment.instance-id") return std::vector<std::string>{};
  return std::nullopt;
}

std::optional<std::vector<std::string>> interface_filter_values(
    Tagged<domain::NetworkInterface> const& tagged, std::string const& name) {
  domain::NetworkInterface const& eni = tagged.row;
  if (name.starts_with("attachment.")) return attachment_filter_values(eni, name);
  if (name == "network-interface-id") return {{eni.id.text()}};
  if (name == "subnet-id") return {{eni.subnet.text()}};
  if (name == "vpc-id") return {{eni.vpc.text()}};
  if (name == "group-id") return group_ids(eni);
  if (name == "group-name") return std::vector<std::string>{};
  if (name == "description") return {{description_of(eni)}};
  if (name == "status") return {{"in-use"}};
  if (name == "private-ip-address" || name == "addresses.private-ip-address") return {{eni.private_ip}};
  if (name == "addresses.primary") return {{flag_text(true)}};
  if (name == "association.public-ip" || name == "addresses.association.public-ip") return public_ips(eni);
  if (name == "association.ip-owner-id") return {{"amazon"}};
  if (name == "availability-zone") return {{eni.availability_zone}};
  if (name == "mac-address") return {{eni.mac_address}};
  if (name == "owner-id") return {{eni.scope.account.text()}};
  if (name == "interface-type") return {{"interface"}};
  if (name == "requester-managed") return {{flag_text(true)}};
  if (name == "requester-id") return {{fargate_account}};
  if (name == "source-dest-check") return {{flag_text(true)}};
  if (name == "private-dns-name" || name == "addresses.private-dns-name")
    return {{domain::private_dns_name(eni)}};
  return tag_filter_values(tagged.tags, name);
}

std::optional<NetworkInterfaceAssociation> association_view(domain::NetworkInterface const& eni) {
  if (!eni.public_ip) return std::nullopt;
  return NetworkInterfaceAssociation{
      .ip_owner_id = "amazon", .public_dns_name = "", .public_ip = eni.public_ip};
}

NetworkInterfaceAttachment attachment_view(domain::NetworkInterface const& eni) {
  return {.attach_time = eni.created_at,
          .attachment_id = eni.ec2_attachment_id,
          .delete_on_termination = false,
          .device_index = 1,
          .network_card_index = 0,
          .instance_owner_id = fargate_account,
          .status = AttachmentStatus::Attached};
}

using GroupNames = std::map<domain::SecurityGroupId, std::string>;

NetworkInterface interface_view(Tagged<domain::NetworkInterface> const& tagged, GroupNames const& names) {
  domain::NetworkInterface const& eni = tagged.row;
  NetworkInterface view{.association = association_view(eni),
                        .attachment = attachment_view(eni),
                        .availability_zone = eni.availability_zone,
                        .description = description_of(eni),
                        .groups = std::vector<GroupIdentifier>{},
                        .interface_type = NetworkInterfaceType::Interface,
                        .ipv6_addresses = std::vector<NetworkInterfaceIpv6Address>{},
                        .mac_address = eni.mac_address,
                        .network_interface_id = eni.id.text(),
                        .owner_id = eni.scope.account.text(),
                        .private_dns_name = domain::private_dns_name(eni),
                        .private_ip_address = eni.private_ip,
                        .requester_id = fargate_account,
                        .requester_managed = true,
                        .source_dest_check = true,
                        .status = NetworkInterfaceStatus::InUse,
                        .subnet_id = eni.subnet.text(),
                        .tag_set = tag_view(tagged.tags),
                        .vpc_id = eni.vpc.text()};
  for (auto const& group : eni.groups) {
    auto const name = names.find(group);
    view.groups->push_back(
        {.group_id = group.text(), .group_name = name == names.end() ? group.text() : name->second});
  }
  view.private_ip_addresses = {{NetworkInterfacePrivateIpAddress{.association = view.association,
                                                                 .primary = true,
                                                                 .private_dns_name = view.private_dns_name,
                                                                 .private_ip_address = eni.private_ip}}};
  view.operator_ = OperatorResponse{.managed = false, .hidden_by_default = false};
  view.availability_zone_id = state::availability_zone_id(eni.scope.region, eni.availability_zone);
  return view;
}

/// An interface for which no group was named is in its VPC's default group.
void fill_in_default_group(std::vector<domain::NetworkInterface>& interfaces,
                           std::vector<domain::SecurityGroup> const& groups) {
  for (auto& eni : interfaces)
    for (auto const& group : groups)
      if (eni.groups.empty() && group.vpc == eni.vpc && group.name == "default") eni.groups = {group.id};
}

}  // namespace

DescribeNetworkInterfacesResult describe_network_interfaces(Call& call,
                                                            DescribeNetworkInterfacesRequest const& request) {
  auto const id_of = [](Tagged<domain::NetworkInterface> const& tagged) { return tagged.row.id.text(); };
  check_dry_run(request.dry_run);
  check_page(interface_kind, request.network_interface_ids && !request.network_interface_ids->empty(),
             request.max_results);
  auto const groups = state::list_security_groups(call.db, call.scope);
  auto rows = state::list_network_interfaces(call.db, call.scope);
  fill_in_default_group(rows, groups);
  std::vector<Tagged<domain::NetworkInterface>> interfaces;
  for (auto const& eni : rows)
    interfaces.push_back({eni, tags_of(call, ResourceType::NetworkInterface, eni.id.text())});
  select_ids(interfaces, request.network_interface_ids, interface_kind, id_of);
  apply_filters(interfaces, request.filters, &interface_filter_values);
  DescribeNetworkInterfacesResult result{.network_interfaces = std::vector<NetworkInterface>{}};
  result.next_token = cut_page(interfaces, request.max_results, request.next_token, interface_kind, id_of);
  GroupNames names;
  for (auto const& group : groups) names[group.id] = group.name;
  for (auto const& eni : interfaces) result.network_interfaces->push_back(interface_view(eni, names));
  return result;
}

}  // namespace neargate::api::ec2
