#include <doctest/doctest.h>

#include "api/ec2/security_groups.h"
#include "domain/new_task.h"
#include "gen/ec2/operations.h"
#include "gen/ec2/shapes.h"
#include "state/networks.h"
#include "state/tasks.h"
#include "tests/api/world.h"

using namespace neargate;
using namespace neargate::api;
using namespace neargate::api::ec2;
using neargate::api::testing::World;

namespace {

std::string make_group(World& world, char const* name) {
  return world(&create_security_group, {.description = "for a test", .group_name = name}).group_id.value();
}

IpPermission tcp(int from, int to, char const* block) {
  return {.ip_protocol = "tcp", .from_port = from, .to_port = to, .ip_ranges = {{IpRange{.cidr_ip = block}}}};
}

std::string refused(World& world, std::string const& group, IpPermission const& permission) {
  return world.refusal(&authorize_security_group_ingress,
                       {.group_id = group, .ip_permissions = {{permission}}});
}

SecurityGroup describe(World& world, std::string const& id) {
  return world(&describe_security_groups, {.group_ids = {{id}}}).security_groups->at(0);
}

std::vector<Filter> filter(char const* name, std::vector<std::string> values) {
  return {{.name = name, .values = std::move(values)}};
}

}  // namespace

TEST_CASE("a new group lets everything out and nothing in") {
  World world;
  auto const created =
      world(&create_security_group,
            {.description = "web servers",
             .group_name = "web",
             .tag_specifications = {{TagSpecification{.resource_type = ResourceType::SecurityGroup,
                                                      .tags = {{Tag{.key = "Name", .value = "w"}}}}}}});
  CHECK(created.tags->at(0).value == "w");
  CHECK(created.security_group_arn ==
        "arn:aws:ec2:eu-west-1:123456789012:security-group/" + created.group_id.value());
  SecurityGroup const group = describe(world, created.group_id.value());
  CHECK(group.group_name == "web");
  CHECK(group.description == "web servers");
  CHECK(group.ip_permissions->empty());
  REQUIRE(group.ip_permissions_egress->size() == 1);
  CHECK(group.ip_permissions_egress->at(0).ip_protocol == "-1");
  CHECK_FALSE(group.ip_permissions_egress->at(0).from_port);
  CHECK(group.ip_permissions_egress->at(0).ip_ranges->at(0).cidr_ip == "0.0.0.0/0");
  CHECK(group.tags->at(0).key == "Name");
}

TEST_CASE("groups are refused as EC2 refuses them") {
  World world;
  std::string const id = make_group(world, "web");
  std::string const vpc = describe(world, id).vpc_id.value();
  struct Row {
    CreateSecurityGroupRequest request;
    std::string refusal;
  };
  for (auto const& row : {
           Row{{.description = "", .group_name = "x"},
               "MissingParameter: The request must contain the parameter GroupDescription"},
           Row{{.description = "d", .group_name = "web"},
               "InvalidGroup.Duplicate: The security group 'web' already exists for VPC '" + vpc + "'"},
           Row{{.description = "d", .group_name = "default"},
               "InvalidParameterValue: Cannot use reserved security group name: default"},
           Row{{.description = "d", .group_name = "sg-x"},
               "InvalidParameterValue: Value (sg-x) for parameter GroupName is invalid. Group names may not "
               "be "
               "in the format sg-*."},
           Row{{.description = "größe", .group_name = "x"},
               "InvalidParameterValue: Value (größe) for parameter GroupDescription is invalid. Character "
               "sets "
               "beyond ASCII are not supported."},
           Row{{.description = "d", .group_name = "x", .vpc_id = "vpc-1"},
               "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist"},
           Row{{.description = "d", .group_name = "x", .dry_run = true},
               "DryRunOperation: Request would have succeeded, but DryRun flag is set."},
           Row{{.description = "d",
           .group_name = "x",
           .tag_specifications = {{TagSpecification{.resource_type = ResourceType::Vpc}}}},
               "InvalidParameterValue: 'vpc' is not a valid taggable resource type for this operation."},
       })
    CHECK(world.refusal(&create_security_group, row.request) == row.refusal);
  CHECK(world.refusal(&delete_security_group, {.group_id = "sg-1"}) ==
        "InvalidGroup.NotFound: The security group 'sg-1' does not exist");
  CHECK(world.refusal(&delete_security_group, {.group_id = "web"}) ==
        "InvalidGroupId.Malformed: Invalid id: \"web\" (expecting \"sg-...\")");
  CHECK(world.refusal(&delete_security_group, {}) ==
        "MissingParameter: The request must contain the parameter groupName or groupId");
  CHECK(world.refusal(&delete_security_group, {.group_name = "default"}).starts_with("CannotDelete: "));
  CHECK(world(&delete_security_group, {.group_name = "web"}).group_id == id);
  CHECK(world.refusal(&describe_security_groups, {.group_ids = {{id}}}) ==
        "InvalidGroup.NotFound: The security group '" + id + "' does not exist");
}

TEST_CASE("rules of one range make one permission, and each is a rule by itself") {
  World world;
  std::string const id = make_group(world, "web"), other = make_group(world, "other");
  IpPermission mixed = tcp(80, 80, "10.1.2.3/8");
  mixed.ipv6_ranges = {{Ipv6Range{.cidr_ipv6 = "2001:db8::1/32"}}};
  mixed.user_id_group_pairs = {{UserIdGroupPair{.description = "lb", .group_id = other}}};
  auto const authorized = world(
      &authorize_security_group_ingress,
      {.group_id = id,
       .ip_permissions = {{mixed, IpPermission{.ip_protocol = "-1",
                                               .from_port = 0,
                                               .to_port = 0,
                                               .user_id_group_pairs = {{UserIdGroupPair{.group_id = id}}}}}},
       .tag_specifications = {{TagSpecification{.resource_type = ResourceType::SecurityGroupRule,
                                                .tags = {{Tag{.key = "a", .value = "1"}}}}}}});
  REQUIRE(authorized.security_group_rules->size() == 4);
  auto const& first = authorized.security_group_rules->at(0);
  CHECK(first.cidr_ipv4 == "10.0.0.0/8");  // the network of the block
  CHECK(first.tags->at(0).key == "a");
  CHECK(first.is_egress == false);
  CHECK(authorized.security_group_rules->at(1).cidr_ipv6 == "2001:db8::/32");
  CHECK(authorized.security_group_rules->at(2).referenced_group_info->group_id == other);
  CHECK(authorized.security_group_rules->at(3).from_port == -1);
  SecurityGroup const group = describe(world, id);
  REQUIRE(group.ip_permissions->size() == 2);
  CHECK(group.ip_permissions->at(0).user_id_group_pairs->at(0).description == "lb");
  CHECK(world(&describe_security_group_rules, {.filters = filter("group-id", {id})})
            .security_group_rules->size() == 5);
  CHECK(world(&describe_security_groups, {.filters = filter("ip-permission.cidr", {"10.*"})})
            .security_groups->size() == 1);
  CHECK(world(&describe_security_groups, {.filters = filter("ip-permission.from-port", {"80"})})
            .security_groups->size() == 1);
  CHECK(world.refusal(&describe_security_groups, {.filters = filter("ip-permission.colour", {"red"})}) ==
        "InvalidParameterValue: The filter 'ip-permission.colour' is invalid");
}

TEST_CASE("rules are refused as EC2 refuses them") {
  World world;
  std::string const id = make_group(world, "web");
  world(&authorize_security_group_ingress, {.group_id = id, .ip_permissions = {{tcp(80, 80, "0.0.0.0/0")}}});
  CHECK(refused(world, id, tcp(80, 80, "0.0.0.0/0")) ==
        "InvalidPermission.Duplicate: the specified rule \"peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, "
        "ALLOW\" already exists");
  CHECK(refused(world, id, tcp(81, 80, "0.0.0.0/0")) ==
        "InvalidParameterValue: Invalid TCP/UDP port range (81:80)");
  CHECK(refused(world, id, tcp(1, 1, "0.0.0.0/33")) ==
        "InvalidParameterValue: CIDR block 0.0.0.0/33 is malformed");
  CHECK(refused(world, id, {.ip_protocol = "tcp", .ip_ranges = {{IpRange{.cidr_ip = "0.0.0.0/0"}}}}) ==
        "InvalidParameterValue: Invalid value 'Must specify both from and to ports with TCP/UDP.' for "
        "portRange.");
  CHECK(refused(world, id, {.ip_protocol = "magic", .ip_ranges = {{IpRange{.cidr_ip = "0.0.0.0/0"}}}}) ==
        "InvalidParameterValue: Invalid value 'magic' for IP protocol. Unknown protocol.");
  CHECK(refused(world, id,
                {.ip_protocol = "-1", .user_id_group_pairs = {{UserIdGroupPair{.group_id = "sg-9"}}}}) ==
        "InvalidGroup.NotFound: The security group 'sg-9' does not exist");
  CHECK(refused(world, id, {.ip_protocol = "-1"}) == "MissingParameter: Source group ID missing.");
  IpPermission described = tcp(1, 1, "0.0.0.0/0");
  described.ip_ranges->at(0).description = "naïve";
  CHECK(refused(world, id, described).starts_with("InvalidParameterValue: Invalid rule description."));
  CHECK(world.refusal(&authorize_security_group_egress,
                      {.group_id = id,
                       .ip_permissions = {{IpPermission{
                           .ip_protocol = "all", .ip_ranges = {{IpRange{.cidr_ip = "0.0.0.0/0"}}}}}}}) ==
        "InvalidPermission.Duplicate: the specified rule \"peer: 0.0.0.0/0, ALL, ALLOW\" already exists");
  CHECK(world.refusal(
            &authorize_security_group_ingress,
            {.group_id = id, .ip_permissions = {{tcp(2, 2, "10.0.0.0/8"), tcp(2, 2, "10.1.0.0/8")}}}) ==
        "InvalidParameterValue: The same permission must not appear multiple times");
  std::vector<IpPermission> many;
  for (int port = 1000; port < 1060; ++port) many.push_back(tcp(port, port, "0.0.0.0/0"));
  CHECK(
      world.refusal(&authorize_security_group_ingress, {.group_id = id, .ip_permissions = many}) ==
      "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.");
}

TEST_CASE("rules are revoked by what they say or by id; what is not there is told") {
  World world;
  std::string const id = make_group(world, "web");
  auto const authorized =
      world(&authorize_security_group_ingress,
            {.cidr_ip = "10.0.0.0/8", .from_port = 22, .group_id = id, .ip_protocol = "6", .to_port = 22});
  std::string const rule = authorized.security_group_rules->at(0).security_group_rule_id.value();
  CHECK(authorized.security_group_rules->at(0).ip_protocol == "tcp");
  auto const missing = world(&revoke_security_group_ingress,
                             {.group_id = id, .ip_permissions = {{tcp(23, 23, "10.0.0.0/8")}}});
  CHECK(missing.return_ == true);
  CHECK(missing.unknown_ip_permissions->at(0).from_port == 23);
  CHECK(world.refusal(&revoke_security_group_ingress,
                      {.group_id = id, .security_group_rule_ids = {{"sgr-1"}}}) ==
        "InvalidSecurityGroupRuleId.NotFound: The security group rule ID 'sgr-1' does not exist");
  CHECK(world.refusal(&revoke_security_group_ingress, {.group_id = id}) ==
        "MissingParameter: Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
  auto const revoked =
      world(&revoke_security_group_ingress, {.group_id = id, .security_group_rule_ids = {{rule}}});
  CHECK(revoked.revoked_security_group_rules->at(0).cidr_ipv4 == "10.0.0.0/8");
  CHECK(describe(world, id).ip_permissions->empty());
  // Terraform takes the default rule away, naming ports that all traffic has none of.
  IpPermission const everything{
      .ip_protocol = "-1", .from_port = 0, .to_port = 0, .ip_ranges = {{IpRange{.cidr_ip = "0.0.0.0/0"}}}};
  world(&revoke_security_group_egress, {.group_id = id, .ip_permissions = {{everything}}});
  CHECK(describe(world, id).ip_permissions_egress->empty());
}

TEST_CASE("rules are modified in place and described anew") {
  World world;
  std::string const id = make_group(world, "web");
  auto const authorized =
      world(&authorize_security_group_ingress,
            {.group_id = id, .ip_permissions = {{tcp(80, 80, "10.0.0.0/8"), tcp(81, 81, "10.0.0.0/8")}}});
  std::string const rule = authorized.security_group_rules->at(0).security_group_rule_id.value();
  auto const modify = [&](SecurityGroupRuleRequest const& wanted) {
    return ModifySecurityGroupRulesRequest{
        .group_id = id,
        .security_group_rules = {
            {SecurityGroupRuleUpdate{.security_group_rule_id = rule, .security_group_rule = wanted}}}};
  };
  world(&modify_security_group_rules, modify({.ip_protocol = "tcp",
                                              .from_port = 8080,
                                              .to_port = 8081,
                                              .cidr_ipv4 = "0.0.0.0/0",
                                              .description = "all"}));
  auto const found = world(&describe_security_group_rules, {.security_group_rule_ids = {{rule}}})
                         .security_group_rules->at(0);
  CHECK(found.to_port == 8081);
  CHECK(found.description == "all");
  CHECK(world.refusal(&modify_security_group_rules,
                      modify({.ip_protocol = "tcp", .from_port = 1, .to_port = 1, .cidr_ipv6 = "::/0"})) ==
        "InvalidParameterValue: You cannot change the source type of a security group rule.");
  CHECK(
      world
          .refusal(&modify_security_group_rules,
                   modify({.ip_protocol = "tcp", .from_port = 81, .to_port = 81, .cidr_ipv4 = "10.0.0.0/8"}))
          .starts_with("InvalidPermission.Duplicate"));
  IpPermission described = tcp(81, 81, "10.0.0.0/8");
  described.ip_ranges->at(0).description = "inner";
  world(&update_security_group_rule_descriptions_ingress, {.group_id = id, .ip_permissions = {{described}}});
  world(&update_security_group_rule_descriptions_ingress,
        {.group_id = id,
         .security_group_rule_descriptions = {
             {SecurityGroupRuleDescription{.security_group_rule_id = rule, .description = "outer"}}}});
  SecurityGroup const group = describe(world, id);
  CHECK(group.ip_permissions->at(0).ip_ranges->at(0).description == "outer");
  CHECK(group.ip_permissions->at(1).ip_ranges->at(0).description == "inner");
  CHECK(world.refusal(&update_security_group_rule_descriptions_egress,
                      {.group_id = id, .ip_permissions = {{described}}}) ==
        "InvalidPermission.NotFound: The specified rule does not exist in this security group.");
  CHECK(world.refusal(&update_security_group_rule_descriptions_egress, {.group_id = id})
            .starts_with("MissingParameter"));
}

TEST_CASE("a group in use cannot be deleted") {
  World world;
  std::string const used = make_group(world, "used"), named = make_group(world, "named"),
                    naming = make_group(world, "naming");
  world(&authorize_security_group_ingress,
        {.group_id = naming,
         .ip_permissions = {{IpPermission{.ip_protocol = "-1",
                                          .user_id_group_pairs = {{UserIdGroupPair{.group_id = named}}}}}}});
  CHECK(world.refusal(&delete_security_group, {.group_id = named}) ==
        "DependencyViolation: resource " + named + " has a dependent object");

  domain::TaskDefinition definition;
  definition.scope = world.scope;
  definition.key = {domain::Family{"web"}, 1};
  definition.network_mode = domain::NetworkMode::Awsvpc;
  domain::TaskOrder order;
  order.cluster = domain::ClusterName{"c"};
  domain::Task task = world.in_call([&](Call& call) {
    order.subnet = state::adopt_subnet(call.db, call.scope, domain::SubnetId{"subnet-f525c9be"}, call.mint);
    order.network = {.subnets = {order.subnet->id}, .security_groups = {domain::SecurityGroupId{used}}};
    domain::Task made = domain::make_task(definition, order, call.mint, call.clock.now());
    state::save_task(call.db, made);
    return made;
  });
  CHECK(world.refusal(&delete_security_group, {.group_id = used}) ==
        "DependencyViolation: resource " + used + " has a dependent object");
  world.in_call([&](Call& call) {
    task.eni->status = domain::InterfaceStatus::Deleted;
    state::save_task(call.db, task);
    return 0;
  });
  CHECK(world.refusal(&delete_security_group, {.group_id = used}) == "");
}
