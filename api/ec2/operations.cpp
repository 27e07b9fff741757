// The list: what of EC2 is served.

#include "gen/ec2/operations.h"

#include "api/serve.h"
#include "gen/ec2/codec.h"

namespace neargate::api::ec2 {

namespace {

// The default VPC of an account is made when it is first looked at, so these write.
constexpr Operation served[] = {
    {"AuthorizeSecurityGroupEgress", serve<&authorize_security_group_egress>},
    {"AuthorizeSecurityGroupIngress", serve<&authorize_security_group_ingress>},
    {"CreateSecurityGroup", serve<&create_security_group>},
    {"CreateTags", serve<&create_tags>},
    {"DeleteSecurityGroup", serve<&delete_security_group>},
    {"DeleteTags", serve<&delete_tags>},
    {"DescribeAccountAttributes", serve<&describe_account_attributes>, Access::Write},
    {"DescribeAvailabilityZones", serve<&describe_availability_zones>},
    {"DescribeInternetGateways", serve<&describe_internet_gateways>, Access::Write},
    {"DescribeNetworkAcls", serve<&describe_network_acls>, Access::Write},
    {"DescribeNetworkInterfaces", serve<&describe_network_interfaces>},
    {"DescribeRegions", serve<&describe_regions>},
    {"DescribeRouteTables", serve<&describe_route_tables>, Access::Write},
    {"DescribeSecurityGroupRules", serve<&describe_security_group_rules>, Access::Write},
    {"DescribeSecurityGroups", serve<&describe_security_groups>, Access::Write},
    {"DescribeSubnets", serve<&describe_subnets>, Access::Write},
    {"DescribeTags", serve<&describe_tags>, Access::Write},
    {"DescribeVpcAttribute", serve<&describe_vpc_attribute>, Access::Write},
    {"DescribeVpcs", serve<&describe_vpcs>, Access::Write},
    {"ModifySecurityGroupRules", serve<&modify_security_group_rules>},
    {"RevokeSecurityGroupEgress", serve<&revoke_security_group_egress>},
    {"RevokeSecurityGroupIngress", serve<&revoke_security_group_ingress>},
    {"UpdateSecurityGroupRuleDescriptionsEgress", serve<&update_security_group_rule_descriptions_egress>},
    {"UpdateSecurityGroupRuleDescriptionsIngress", serve<&update_security_group_rule_descriptions_ingress>},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::ec2
