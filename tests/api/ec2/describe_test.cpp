#include <doctest/doctest.h>

#include "api/ec2/filters.h"
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

std::vector<Filter> filter(char const* name, std::vector<std::string> values) {
  return {{.name = name, .values = std::move(values)}};
}

}  // namespace

TEST_CASE("the default VPC is there before anybody made it") {
  World world;
  auto const vpcs = world(&describe_vpcs, {.filters = filter("is-default", {"true"})});
  REQUIRE(vpcs.vpcs->size() == 1);
  CHECK(vpcs.vpcs->at(0).cidr_block == "172.31.0.0/16");
  auto const subnets =
      world(&describe_subnets, {.filters = filter("vpc-id", {vpcs.vpcs->at(0).vpc_id.value()})});
  REQUIRE(subnets.subnets->size() == 3);
  CHECK(subnets.subnets->at(0).available_ip_address_count == 4091);
  CHECK(subnets.subnets->at(2).availability_zone == "eu-west-1c");
  auto const groups = world(&describe_security_groups, {.group_names = {{"default"}}});
  CHECK(groups.security_groups->at(0).description == "default VPC security group");
}

TEST_CASE("filters join by and, their values by or, with wildcards") {
  World world;
  DescribeSubnetsRequest request;
  request.filters = filter("availability-zone", {"eu-west-1a", "*1b"});
  CHECK(world(&describe_subnets, request).subnets->size() == 2);
  request.filters->push_back({.name = "cidr-block", .values = {{"172.31.16.0/20"}}});
  CHECK(world(&describe_subnets, request).subnets->size() == 1);
  CHECK(world.refusal(&describe_subnets, {.filters = filter("Availability-Zone", {"x"})}) ==
        "InvalidParameterValue: The filter 'Availability-Zone' is invalid");
  CHECK(world(&describe_subnets, {.filters = filter("tag:Name", {"x"})}).subnets->empty());
}

TEST_CASE("ids that do not exist or are none are refused") {
  World world;
  CHECK(world.refusal(&describe_subnets, {.subnet_ids = {{"subnet-1"}}}) ==
        "InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist");
  CHECK(world.refusal(&describe_security_groups, {.group_ids = {{"x"}}}) ==
        "InvalidGroupId.Malformed: Invalid id: \"x\" (expecting \"sg-...\")");
  CHECK(world.refusal(&describe_vpcs, {.vpc_ids = {{"vpc-1"}}}) ==
        "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist");
  CHECK(world.refusal(&describe_network_interfaces, {.network_interface_ids = {{"eni-1"}}}) ==
        "InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist");
  CHECK(world.refusal(&describe_subnets, {.subnet_ids = {{"subnet-1"}}, .max_results = 5}) ==
        "InvalidParameterCombination: The parameter subnetIds cannot be used with the parameter maxResults");
  CHECK(world.refusal(&describe_vpcs, {.dry_run = true}) ==
        "DryRunOperation: Request would have succeeded, but DryRun flag is set.");
}

TEST_CASE("the interface of a task shows both its addresses") {
  World world;
  domain::TaskDefinition definition;
  definition.scope = world.scope;
  definition.key = {domain::Family{"web"}, 1};
  definition.network_mode = domain::NetworkMode::Awsvpc;
  domain::TaskOrder order;
  order.cluster = domain::ClusterName{"c"};
  world.in_call([&](Call& call) {
    order.subnet = state::adopt_subnet(call.db, call.scope, domain::SubnetId{"subnet-f525c9be"}, call.mint);
    order.network = {.subnets = {order.subnet->id}, .assign_public_ip = true};
    domain::Task task = domain::make_task(definition, order, call.mint, call.clock.now());
    state::save_task(call.db, task);
    return 0;
  });
  CHECK(world(&describe_network_interfaces, {}).network_interfaces->empty());  // only precreated
  world.in_call([&](Call& call) {
    domain::Task task = state::list_live_tasks(call.db).at(0);
    task.eni->private_ip = "172.31.0.4";
    task.eni->public_ip = "127.31.0.4";
    task.eni->status = domain::InterfaceStatus::Attached;
    state::save_task(call.db, task);
    return 0;
  });
  auto const result =
      world(&describe_network_interfaces, {.filters = filter("private-ip-address", {"172.31.0.4"})});
  REQUIRE(result.network_interfaces->size() == 1);
  auto const& eni = result.network_interfaces->at(0);
  CHECK(eni.association->public_ip == "127.31.0.4");
  CHECK(eni.private_ip_addresses->at(0).private_ip_address == "172.31.0.4");
  CHECK(eni.subnet_id == "subnet-f525c9be");
  CHECK(eni.groups->at(0).group_name == "default");  // none was named
  CHECK(eni.description->starts_with("arn:aws:ecs:eu-west-1:123456789012:attachment/"));
}

TEST_CASE("regions and zones are AWS's") {
  World world;
  CHECK(world(&describe_regions, {}).regions->size() >= 17);
  CHECK(world(&describe_regions, {.region_names = {{"eu-west-1"}}}).regions->at(0).endpoint ==
        "ec2.eu-west-1.amazonaws.com");
  auto const zones = world(&describe_availability_zones, {});
  CHECK(zones.availability_zones->at(0).zone_id == "euw1-az1");
  CHECK(world.refusal(&describe_availability_zones, {.zone_names = {{"mars-1a"}}}) ==
        "InvalidParameterValue: Invalid availability zone: [mars-1a]");
}

TEST_CASE("wildcards") {
  struct Row {
    char const *pattern, *text;
    bool expected;
  };
  for (auto const& row :
       {Row{"*", "", true}, Row{"a*c", "abbc", true}, Row{"a?c", "abc", true}, Row{"a?c", "ac", false},
        Row{"*b*", "abc", true}, Row{"a*", "ba", false}, Row{"**a**", "xxaxx", true}, Row{"", "a", false}}) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    CHECK(matches_wildcard(row.pattern, row.text) == row.expected);
  }
}
