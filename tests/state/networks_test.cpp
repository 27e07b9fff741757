#include "state/networks.h"

#include <doctest/doctest.h>

#include "scene.h"
#include "state/instance.h"

using namespace neargate;
using namespace neargate::state;

TEST_CASE("the default network is AWS's: a /20 per zone from the start of the VPC") {
  Store store(":memory:");
  domain::Mint mint(1);
  store.transact([&](Database& db) {
    auto const vpc = ensure_default_vpc(db, scene::scope, mint);
    CHECK(vpc.cidr == "172.31.0.0/16");
    CHECK(ensure_default_vpc(db, scene::scope, mint) == vpc);
    auto const subnets = list_subnets(db, scene::scope);
    REQUIRE(subnets.size() == 3);
    CHECK(subnets[0].cidr == "172.31.0.0/20");
    CHECK(subnets[1].cidr == "172.31.16.0/20");
    CHECK(subnets[1].availability_zone == "eu-west-1b");
    CHECK(subnets[1].availability_zone_id == "euw1-az2");
    CHECK(list_security_groups(db, scene::scope).at(0).name == "default");
  });
}

TEST_CASE("the VPC lies where this host has room") {
  Store store(":memory:");
  domain::Mint mint(1);
  store.transact([&](Database& db) {
    set_fact(db, vpc_cidr_key, "10.231.0.0/16");
    ensure_default_vpc(db, scene::scope, mint);
    CHECK(list_subnets(db, scene::scope)[0].cidr == "10.231.0.0/20");
  });
}

TEST_CASE("an adopted subnet is always the same one, inside the default VPC") {
  Store store(":memory:");
  domain::Mint mint(1);
  store.transact([&](Database& db) {
    domain::SubnetId const id{"subnet-f525c9be"};
    auto const adopted = adopt_subnet(db, scene::scope, id, mint);
    CHECK(adopted.id == id);
    CHECK(adopted.adopted);
    CHECK(adopt_subnet(db, scene::scope, id, mint) == adopted);
    CHECK(find_subnet(db, scene::scope, id) == adopted);
    auto const group = adopt_security_group(db, scene::scope, domain::SecurityGroupId{"sg-1"}, mint);
    CHECK(group.vpc == adopted.vpc);
  });
}
