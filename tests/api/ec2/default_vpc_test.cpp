#include <doctest/doctest.h>

#include "gen/ec2/operations.h"
#include "gen/ec2/shapes.h"
#include "tests/api/world.h"

using namespace neargate::api;
using namespace neargate::api::ec2;
using neargate::api::testing::World;

namespace {

std::vector<Filter> filter(char const* name, std::vector<std::string> values) {
  return {{.name = name, .values = std::move(values)}};
}

std::string default_vpc(World& world) { return world(&describe_vpcs, {}).vpcs->at(0).vpc_id.value(); }

}  // namespace

TEST_CASE("the default VPC has DNS, as AWS's has") {
  World world;
  std::string const vpc = default_vpc(world);
  auto const ask = [&](VpcAttributeName name) {
    return world(&describe_vpc_attribute, {.attribute = name, .vpc_id = vpc});
  };
  CHECK(ask(VpcAttributeName::EnableDnsSupport).enable_dns_support->value == true);
  CHECK(ask(VpcAttributeName::EnableDnsHostnames).enable_dns_hostnames->value == true);
  CHECK_FALSE(ask(VpcAttributeName::EnableDnsHostnames).enable_dns_support);
  CHECK(ask(VpcAttributeName::EnableNetworkAddressUsageMetrics).enable_network_address_usage_metrics->value ==
        false);
  CHECK(world.refusal(&describe_vpc_attribute,
                      {.attribute = VpcAttributeName::EnableDnsSupport, .vpc_id = "vpc-1"}) ==
        "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist");
}

TEST_CASE("the default VPC routes to its gateway, through one table, under one ACL") {
  World world;
  std::string const vpc = default_vpc(world);
  auto const tables = world(&describe_route_tables, {.filters = filter("association.main", {"true"})});
  REQUIRE(tables.route_tables->size() == 1);
  RouteTable const& table = tables.route_tables->at(0);
  CHECK(table.vpc_id == vpc);
  CHECK(table.associations->at(0).main == true);
  CHECK(table.routes->at(0).gateway_id == "local");
  auto const gateways = world(&describe_internet_gateways, {.filters = filter("attachment.vpc-id", {vpc})});
  CHECK(gateways.internet_gateways->at(0).internet_gateway_id == table.routes->at(1).gateway_id);
  CHECK(gateways.internet_gateways->at(0).attachments->at(0).state == AttachmentStatus::Available);
  auto const acls = world(&describe_network_acls, {.filters = filter("default", {"true"})});
  CHECK(acls.network_acls->at(0).associations->size() == 3);
  CHECK(acls.network_acls->at(0).entries->size() == 4);
  // Ids stay the same from one look to the next.
  CHECK(world(&describe_route_tables, {.route_table_ids = {{table.route_table_id.value()}}})
            .route_tables->size() == 1);
  CHECK(world(&describe_route_tables, {.filters = filter("association.subnet-id", {"subnet-1"})})
            .route_tables->empty());
  CHECK(world.refusal(&describe_route_tables, {.route_table_ids = {{"rtb-1"}}}) ==
        "InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist");
  CHECK(world.refusal(&describe_network_acls, {.network_acl_ids = {{"acl-1"}}}) ==
        "InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-1' does not exist");
  CHECK(world.refusal(&describe_internet_gateways, {.internet_gateway_ids = {{"igw-1"}}}) ==
        "InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-1' does not exist");
  CHECK(world.refusal(&describe_internet_gateways, {.filters = filter("colour", {"red"})}) ==
        "InvalidParameterValue: The filter 'colour' is invalid");
}

TEST_CASE("the account tells its default VPC") {
  World world;
  auto const some =
      world(&describe_account_attributes, {.attribute_names = {{AccountAttributeName::DefaultVpc}}});
  REQUIRE(some.account_attributes->size() == 1);
  CHECK(some.account_attributes->at(0).attribute_values->at(0).attribute_value == default_vpc(world));
  CHECK(world(&describe_account_attributes, {}).account_attributes->size() == 6);
}

TEST_CASE("any resource takes tags, which filters find and DescribeTags lists") {
  World world;
  std::string const vpc = default_vpc(world);
  std::string const table = world(&describe_route_tables, {}).route_tables->at(0).route_table_id.value();
  world(&create_tags, {.resources = {{vpc, table}},
                       .tags = {{Tag{.key = "Name", .value = "main"}, Tag{.key = "b", .value = ""}}}});
  CHECK(world(&describe_vpcs, {.filters = filter("tag:Name", {"ma*"})}).vpcs->size() == 1);
  CHECK(world(&describe_vpcs, {.filters = filter("tag:Name", {"other"})}).vpcs->empty());
  CHECK(
      world(&describe_route_tables, {.filters = filter("tag-key", {"b"})}).route_tables->at(0).tags->size() ==
      2);
  CHECK(world(&describe_tags, {}).tags->size() == 4);
  auto const tags = world(&describe_tags, {.filters = filter("resource-type", {"route-table"})});
  CHECK(tags.tags->at(0).resource_id == table);
  world(&delete_tags, {.resources = {{vpc}}, .tags = {{Tag{.key = "Name", .value = "another"}}}});
  CHECK(world(&describe_tags, {}).tags->size() == 4);  // the value is another
  world(&delete_tags, {.resources = {{vpc}}, .tags = {{Tag{.key = "Name"}}}});
  CHECK(world(&describe_tags, {}).tags->size() == 3);
  world(&delete_tags, {.resources = {{vpc, table}}});
  CHECK(world(&describe_tags, {}).tags->empty());
}

TEST_CASE("tags are refused as EC2 refuses them") {
  World world;
  std::string const vpc = default_vpc(world);
  struct Row {
    CreateTagsRequest request;
    char const* refusal;
  };
  std::vector<Tag> const good{Tag{.key = "a", .value = "1"}};
  for (auto const& row : {
           Row{{.resources = {{"vpc-1"}}, .tags = good},
               "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist"},
           Row{{.resources = {{"banana"}}, .tags = good}, "InvalidID: The ID 'banana' is not valid"},
           Row{{.resources = std::vector<std::string>{}, .tags = good},
               "MissingParameter: The request must contain the parameter resourceIdSet"},
           Row{{.resources = {{vpc}}, .tags = std::vector<Tag>{}},
               "MissingParameter: The request must contain the parameter tagSet"},
           Row{{.resources = {{vpc}}, .tags = {{Tag{.key = "aws:x", .value = ""}}}},
               "InvalidParameterValue: Value ( aws:x ) for parameter key is invalid. Tag keys starting with "
               "'aws:' are reserved for internal use"},
       })
    CHECK(world.refusal(&create_tags, row.request) == row.refusal);
  std::vector<Tag> many;
  for (int i = 0; i < 51; ++i) many.push_back({.key = std::to_string(i), .value = ""});
  CHECK(world.refusal(&create_tags, {.resources = {{vpc}}, .tags = many}) ==
        "TagLimitExceeded: The maximum number of Tags for a resource has been reached.");
  CHECK(world(&describe_tags, {}).tags->empty());
}
