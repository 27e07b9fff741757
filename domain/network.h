#pragma once
// VPC, subnet, security group, network interface: the slice of EC2 that tasks stand on.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/security_group.h"

namespace neargate::domain {

struct Vpc {
  Scope scope;
  VpcId id;
  std::string cidr;  ///< 172.31.0.0/16 unless this host needs another
  bool is_default = true;
  std::string dhcp_options_id, cidr_association_id;
  bool operator==(Vpc const&) const = default;
};

struct Subnet {
  Scope scope;
  SubnetId id;
  VpcId vpc;
  std::string cidr;               ///< a /20 of the VPC, or shared with a default subnet when adopted
  std::string availability_zone;  ///< eu-west-1a
  std::string availability_zone_id;
  bool default_for_az = true;
  bool map_public_ip_on_launch = true;
  bool adopted = false;  ///< named by a request and taken into the default VPC (not in --strict)
  bool operator==(Subnet const&) const = default;
};

enum class InterfaceStatus { Precreated, Attached, Deleted };

/// The elastic network interface of one awsvpc task; EC2 and ECS both report it.
struct NetworkInterface {
  Scope scope;
  NetworkInterfaceId id;
  std::string attachment_id;      ///< uuid; arn:aws:ecs:R:A:attachment/<uuid>
  std::string ec2_attachment_id;  ///< eni-attach-…
  TaskId task;
  ClusterName cluster;
  SubnetId subnet;
  VpcId vpc;
  std::vector<SecurityGroupId> groups;
  std::string availability_zone;
  std::string mac_address;
  std::string private_ip;                ///< empty until the planner has given one (Precreated)
  std::optional<std::string> public_ip;  ///< a loopback address of its own on this host
  InterfaceStatus status = InterfaceStatus::Precreated;
  Time created_at{};
  bool operator==(NetworkInterface const&) const = default;
};

/// awsvpcConfiguration of a service or a task.
struct NetworkConfiguration {
  std::vector<SubnetId> subnets;
  std::vector<SecurityGroupId> security_groups;
  bool assign_public_ip = false;
  bool operator==(NetworkConfiguration const&) const = default;
};

/// An IPv4 block. parse() answers nullopt on malformed text or host bits beyond /32.
struct Cidr {
  std::uint32_t base = 0;
  int prefix = 32;
  static std::optional<Cidr> parse(std::string const& text);
  std::uint64_t size() const { return std::uint64_t{1} << (32 - prefix); }
  bool contains(std::uint32_t address) const;
  bool overlaps(Cidr const& other) const;
  std::string text() const;
  bool operator==(Cidr const&) const = default;
};
std::optional<std::uint32_t> parse_ipv4(std::string const& text);
std::string print_ipv4(std::uint32_t address);

/// The loopback address that stands for a private one: 172.31.16.5 -> 127.31.16.5 (DESIGN.md "public IP").
std::string loopback_twin(std::string const& private_ip);

/// ip-172-31-16-5.eu-west-1.compute.internal, in us-east-1 ip-172-31-16-5.ec2.internal; nothing without an
/// address.
std::string private_dns_name(NetworkInterface const& eni);

}  // namespace neargate::domain
