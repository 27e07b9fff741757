#include "domain/network.h"

#include <doctest/doctest.h>

using namespace neargate::domain;

TEST_CASE("IPv4 addresses parse strictly") {
  CHECK(parse_ipv4("172.31.16.5") == 0xAC1F1005u);
  for (char const* bad : {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", "1..2.3", "0001.2.3.4"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_ipv4(bad));
  }
  CHECK(print_ipv4(0xAC1F1005u) == "172.31.16.5");
}

TEST_CASE("blocks know what they contain and what they overlap") {
  auto const vpc = Cidr::parse("172.31.0.0/16");
  auto const subnet = Cidr::parse("172.31.16.0/20");
  REQUIRE(vpc);
  REQUIRE(subnet);
  CHECK(vpc->overlaps(*subnet));
  CHECK(subnet->overlaps(*vpc));
  CHECK_FALSE(subnet->overlaps(*Cidr::parse("172.31.32.0/20")));
  CHECK(subnet->contains(*parse_ipv4("172.31.31.255")));
  CHECK_FALSE(subnet->contains(*parse_ipv4("172.31.32.0")));
  CHECK(Cidr::parse("10.1.2.3/8")->text() == "10.0.0.0/8");
  CHECK(Cidr::parse("0.0.0.0/0")->contains(*parse_ipv4("255.255.255.255")));
  for (char const* bad : {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "/8"}) {
    CAPTURE(bad);
    CHECK_FALSE(Cidr::parse(bad));
  }
}

TEST_CASE("an interface has a private DNS name once it has an address") {
  NetworkInterface eni{.scope = {AccountId{"123456789012"}, Region{"eu-west-1"}}};
  CHECK(private_dns_name(eni).empty());
  eni.private_ip = "172.31.16.5";
  CHECK(private_dns_name(eni) == "ip-172-31-16-5.eu-west-1.compute.internal");
  eni.scope.region = Region{"us-east-1"};
  CHECK(private_dns_name(eni) == "ip-172-31-16-5.ec2.internal");
}

TEST_CASE("a private address has a loopback twin") { CHECK(loopback_twin("172.31.16.5") == "127.31.16.5"); }
