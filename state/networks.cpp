#include "state/networks.h"

#include <algorithm>

#include "domain/words.h"
#include "state/instance.h"
#include "state/row_json.h"

namespace neargate::state {

namespace {

constexpr char const* aws_default_cidr = "172.31.0.0/16";
constexpr int default_subnet_prefix = 20;

domain::Subnet read_subnet(Rows const& rows) {
  domain::Subnet subnet;
  subnet.scope = {rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)};
  subnet.id = rows.id<domain::SubnetId>(2);
  subnet.vpc = rows.id<domain::VpcId>(3);
  subnet.cidr = rows.text(4);
  subnet.availability_zone = rows.text(5);
  subnet.availability_zone_id = rows.text(6);
  subnet.default_for_az = rows.flag(7);
  subnet.map_public_ip_on_launch = rows.flag(8);
  subnet.adopted = rows.flag(9);
  return subnet;
}

void save_subnet(Database& db, domain::Subnet const& subnet) {
  db.run(
      "INSERT INTO subnets (account, region, id, vpc, cidr, availability_zone, availability_zone_id,"
      " default_for_az, map_public_ip, adopted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      subnet.scope.account, subnet.scope.region, subnet.id, subnet.vpc, subnet.cidr, subnet.availability_zone,
      subnet.availability_zone_id, subnet.default_for_az, subnet.map_public_ip_on_launch, subnet.adopted);
}

domain::NetworkInterface read_interface(Rows const& rows) {
  domain::NetworkInterface eni;
  eni.id = rows.id<domain::NetworkInterfaceId>(0);
  eni.scope = {rows.id<domain::AccountId>(1), rows.id<domain::Region>(2)};
  eni.cluster = rows.id<domain::ClusterName>(3);
  eni.task = rows.id<domain::TaskId>(4);
  eni.attachment_id = rows.text(5);
  eni.ec2_attachment_id = rows.text(6);
  eni.subnet = rows.id<domain::SubnetId>(7);
  eni.vpc = rows.id<domain::VpcId>(8);
  eni.groups = parse_groups(rows.text(9));
  eni.availability_zone = rows.text(10);
  eni.mac_address = rows.text(11);
  eni.private_ip = rows.text(12);
  eni.public_ip = rows.optional_text(13);
  eni.status = domain::from_word<domain::InterfaceStatus>(rows.text(14)).value();
  eni.created_at = rows.time(15);
  return eni;
}

void make_default_subnets(Database& db, domain::Vpc const& vpc, domain::Mint& mint) {
  // One /20 a zone, in order from the start of the VPC (iam-sts-ec2-logs.md "Default network").
  domain::Cidr block = domain::Cidr::parse(vpc.cidr).value();
  block.prefix = default_subnet_prefix;
  for (std::string const& zone : availability_zones(vpc.scope.region)) {
    domain::Subnet subnet;
    subnet.scope = vpc.scope;
    subnet.id = domain::SubnetId{mint.ec2_id("subnet")};
    subnet.vpc = vpc.id;
    subnet.cidr = block.text();
    subnet.availability_zone = zone;
    subnet.availability_zone_id = availability_zone_id(vpc.scope.region, zone);
    save_subnet(db, subnet);
    block.base += static_cast<std::uint32_t>(block.size());
  }
}

/// The same id always falls on the same default subnet (FNV-1a).
std::size_t stable_hash(std::string const& text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<std::size_t>(hash >> 16);
}

}  // namespace

domain::Vpc ensure_default_vpc(Database& db, domain::Scope const& scope, domain::Mint& mint) {
  for (auto const& vpc : list_vpcs(db, scope))
    if (vpc.is_default) return vpc;
  domain::Vpc vpc;
  vpc.scope = scope;
  vpc.id = domain::VpcId{mint.ec2_id("vpc")};
  vpc.cidr = find_fact(db, vpc_cidr_key).value_or(aws_default_cidr);
  vpc.dhcp_options_id = mint.ec2_id("dopt");
  vpc.cidr_association_id = mint.ec2_id("vpc-cidr-assoc");
  db.run(
      "INSERT INTO vpcs (account, region, id, cidr, is_default, dhcp_options_id, cidr_association_id)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      scope.account, scope.region, vpc.id, vpc.cidr, vpc.is_default, vpc.dhcp_options_id,
      vpc.cidr_association_id);
  make_default_subnets(db, vpc, mint);
  domain::SecurityGroup const group{.scope = scope,
                                    .id = domain::SecurityGroupId{mint.ec2_id("sg")},
                                    .vpc = vpc.id,
                                    .name = "default",
                                    .description = "default VPC security group"};
  insert_security_group(db, group);
  insert_default_rules(db, group, mint);
  return vpc;
}

std::vector<domain::Vpc> list_vpcs(Database& db, domain::Scope const& scope) {
  Rows rows = db.query(
      "SELECT id, cidr, is_default, dhcp_options_id, cidr_association_id FROM vpcs"
      " WHERE account = ? AND region = ? ORDER BY is_default DESC, id",
      scope.account, scope.region);
  std::vector<domain::Vpc> vpcs;
  while (rows.step())
    vpcs.push_back({.scope = scope,
                    .id = rows.id<domain::VpcId>(0),
                    .cidr = rows.text(1),
                    .is_default = rows.flag(2),
                    .dhcp_options_id = rows.text(3),
                    .cidr_association_id = rows.text(4)});
  return vpcs;
}

std::vector<domain::Subnet> list_subnets(Database& db, domain::Scope const& scope) {
  Rows rows = db.query(
      "SELECT account, region, id, vpc, cidr, availability_zone, availability_zone_id, default_for_az,"
      " map_public_ip, adopted FROM subnets WHERE account = ? AND region = ?"
      " ORDER BY adopted, availability_zone, id",
      scope.account, scope.region);
  std::vector<domain::Subnet> subnets;
  while (rows.step()) subnets.push_back(read_subnet(rows));
  return subnets;
}

std::optional<domain::Subnet> find_subnet(Database& db, domain::Scope const& scope,
                                          domain::SubnetId const& id) {
  Rows rows = db.query(
      "SELECT account, region, id, vpc, cidr, availability_zone, availability_zone_id, default_for_az,"
      " map_public_ip, adopted FROM subnets WHERE account = ? AND region = ? AND id = ?",
      scope.account, scope.region, id);
  if (!rows.step()) return std::nullopt;
  return read_subnet(rows);
}

domain::Subnet adopt_subnet(Database& db, domain::Scope const& scope, domain::SubnetId const& id,
                            domain::Mint& mint) {
  if (auto known = find_subnet(db, scope, id)) return *known;
  ensure_default_vpc(db, scope, mint);
  std::vector<domain::Subnet> defaults = list_subnets(db, scope);
  std::erase_if(defaults, [](domain::Subnet const& subnet) { return subnet.adopted; });
  domain::Subnet subnet = defaults.at(stable_hash(id.text()) % defaults.size());
  subnet.id = id;
  subnet.default_for_az = false;
  subnet.adopted = true;
  save_subnet(db, subnet);
  return subnet;
}

domain::SecurityGroup adopt_security_group(Database& db, domain::Scope const& scope,
                                           domain::SecurityGroupId const& id, domain::Mint& mint) {
  if (auto known = find_security_group(db, scope, id)) return *known;
  domain::SecurityGroup const group{.scope = scope,
                                    .id = id,
                                    .vpc = ensure_default_vpc(db, scope, mint).id,
                                    .name = id.text(),
                                    .description = "adopted by neargate",
                                    .adopted = true};
  insert_security_group(db, group);
  insert_default_rules(db, group, mint);
  return group;
}

std::vector<domain::NetworkInterface> list_network_interfaces(Database& db, domain::Scope const& scope) {
  Rows rows = db.query(
      "SELECT id, account, region, cluster, task, attachment_id, ec2_attachment_id, subnet, vpc, groups,"
      " availability_zone, mac_address, private_ip, public_ip, status, created_at FROM network_interfaces"
      " WHERE account = ? AND region = ? AND status = 'attached' ORDER BY id",
      scope.account, scope.region);
  std::vector<domain::NetworkInterface> interfaces;
  while (rows.step()) interfaces.push_back(read_interface(rows));
  return interfaces;
}

std::optional<domain::NetworkInterface> find_network_interface_of_task(Database& db,
                                                                       domain::Scope const& scope,
                                                                       domain::ClusterName const& cluster,
                                                                       domain::TaskId const& task) {
  Rows rows = db.query(
      "SELECT id, account, region, cluster, task, attachment_id, ec2_attachment_id, subnet, vpc, groups,"
      " availability_zone, mac_address, private_ip, public_ip, status, created_at FROM network_interfaces"
      " WHERE account = ? AND region = ? AND cluster = ? AND task = ?",
      scope.account, scope.region, cluster, task);
  if (!rows.step()) return std::nullopt;
  return read_interface(rows);
}

std::vector<std::vector<domain::SecurityGroupId>> list_groups_in_use(Database& db,
                                                                     domain::Scope const& scope) {
  Rows rows = db.query(
      "SELECT DISTINCT groups FROM network_interfaces WHERE account = ? AND region = ? AND status != "
      "'deleted'",
      scope.account, scope.region);
  std::vector<std::vector<domain::SecurityGroupId>> groups;
  while (rows.step()) groups.push_back(parse_groups(rows.text(0)));
  return groups;
}

void save_network_interface(Database& db, domain::NetworkInterface const& eni) {
  db.run(
      "INSERT INTO network_interfaces (id, account, region, cluster, task, attachment_id,"
      " ec2_attachment_id, subnet, vpc, groups, availability_zone, mac_address, private_ip, public_ip, "
      "status,"
      " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      // Not OR REPLACE: that would delete another interface which holds the address.
      " ON CONFLICT (id) DO UPDATE SET private_ip = excluded.private_ip, public_ip = excluded.public_ip,"
      " status = excluded.status, mac_address = excluded.mac_address",
      eni.id, eni.scope.account, eni.scope.region, eni.cluster, eni.task, eni.attachment_id,
      eni.ec2_attachment_id, eni.subnet, eni.vpc, print_groups(eni.groups), eni.availability_zone,
      eni.mac_address, eni.private_ip, eni.public_ip, domain::word(eni.status), eni.created_at);
}

std::vector<std::string> list_addresses_in_use(Database& db) {
  Rows rows =
      db.query("SELECT private_ip FROM network_interfaces WHERE status != 'deleted' AND private_ip != ''");
  std::vector<std::string> addresses;
  while (rows.step()) addresses.push_back(rows.text(0));
  return addresses;
}

}  // namespace neargate::state
