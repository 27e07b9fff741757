// The list: what of EC2 is served.

#include "gen/ec2/operations.h"

#include "api/serve.h"
#include "gen/ec2/codec.h"

namespace neargate::api::ec2 {

namespace {

// The default VPC of an account is made when it is first looked at, so these write.
constexpr Operation served[] = {
    {"DescribeAvailabilityZones", serve<&describe_availability_zones>},
    {"DescribeNetworkInterfaces", serve<&describe_network_interfaces>},
    {"DescribeRegions", serve<&describe_regions>},
    {"DescribeSecurityGroups", serve<&describe_security_groups>, Access::Write},
    {"DescribeSubnets", serve<&describe_subnets>, Access::Write},
    {"DescribeVpcs", serve<&describe_vpcs>, Access::Write},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::ec2
