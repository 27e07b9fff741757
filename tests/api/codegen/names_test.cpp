#include "api/codegen/names.h"

#include <doctest/doctest.h>

using namespace neargate::codegen;

TEST_CASE("members become snake_case") {
  struct Row {
    char const *aws, *ours;
  };
  for (auto const& [aws, ours] : {
           Row{"clusterArn", "cluster_arn"},
           Row{"enableECSManagedTags", "enable_ecs_managed_tags"},
           Row{"sizeInGiB", "size_in_gib"},
           Row{"memoryGiBPerVCpu", "memory_gib_per_v_cpu"},
           Row{"SecurityGroupIDs", "security_group_ids"},
           Row{"VPCId", "vpc_id"},
           Row{"EnableResourceNameDnsAAAARecord", "enable_resource_name_dns_aaaa_record"},
           Row{"bindIP", "bind_ip"},
           Row{"Ipv6CidrBlockAssociationSet", "ipv6_cidr_block_association_set"},
           Row{"namespace", "namespace_"},
           Row{"Operator", "operator_"},
           Row{"Return", "return_"},
           Row{"Arn", "arn"},
       })
    CHECK(snake_case(aws) == ours);
}

TEST_CASE("enum texts become distinct enumerators") {
  CHECK(enumerators({"EC2", "FARGATE_SPOT", "awsvpc", "json-file", "t4g", "3d"}) ==
        std::vector<std::string>{"Ec2", "FargateSpot", "Awsvpc", "JsonFile", "T4g", "V3d"});
  CHECK(enumerators({"serviceLongArnFormat"}) == std::vector<std::string>{"ServiceLongArnFormat"});
  CHECK(enumerators({"a", "A", ""}) == std::vector<std::string>{"A", "A_", "Empty"});
}

TEST_CASE("literals survive quotes, backslashes and trigraphs") {
  CHECK(literal(R"(a"\?)") == R"("a\"\\\?")");
}
