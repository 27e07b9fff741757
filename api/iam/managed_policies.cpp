#include "api/iam/managed_policies.h"

#include <algorithm>
#include <array>

namespace neargate::api::iam {

namespace {

// Names with their path, sorted. ECS and ECR first of all (iam-sts-ec2-logs.md "Managed policies"), then
// those that task roles of tutorials and templates attach most.
constexpr auto known = std::to_array<std::string_view>({
    "AWSLambda_FullAccess",
    "AWSXRayDaemonWriteAccess",
    "AWSXrayWriteOnlyAccess",
    "AdministratorAccess",
    "AmazonBedrockFullAccess",
    "AmazonDynamoDBFullAccess",
    "AmazonDynamoDBReadOnlyAccess",
    "AmazonEC2ContainerRegistryFullAccess",
    "AmazonEC2ContainerRegistryPowerUser",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEC2FullAccess",
    "AmazonEC2ReadOnlyAccess",
    "AmazonECS_FullAccess",
    "AmazonElasticFileSystemClientFullAccess",
    "AmazonElasticFileSystemClientReadOnlyAccess",
    "AmazonElasticFileSystemClientReadWriteAccess",
    "AmazonElasticFileSystemFullAccess",
    "AmazonEventBridgeFullAccess",
    "AmazonKinesisFullAccess",
    "AmazonPrometheusRemoteWriteAccess",
    "AmazonRDSFullAccess",
    "AmazonRDSReadOnlyAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSESFullAccess",
    "AmazonSNSFullAccess",
    "AmazonSNSReadOnlyAccess",
    "AmazonSQSFullAccess",
    "AmazonSQSReadOnlyAccess",
    "AmazonSSMFullAccess",
    "AmazonSSMManagedInstanceCore",
    "AmazonSSMReadOnlyAccess",
    "AmazonVPCFullAccess",
    "AmazonVPCReadOnlyAccess",
    "CloudWatchAgentServerPolicy",
    "CloudWatchFullAccess",
    "CloudWatchFullAccessV2",
    "CloudWatchLogsFullAccess",
    "CloudWatchLogsReadOnlyAccess",
    "CloudWatchReadOnlyAccess",
    "ElasticLoadBalancingFullAccess",
    "ElasticLoadBalancingReadOnly",
    "IAMFullAccess",
    "IAMReadOnlyAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecretsManagerReadWrite",
    "SecurityAudit",
    "aws-service-role/AmazonECSServiceRolePolicy",
    "job-function/ViewOnlyAccess",
    "service-role/AWSAppRunnerServicePolicyForECRAccess",
    "service-role/AWSBatchServiceRole",
    "service-role/AWSCodeDeployRoleForECS",
    "service-role/AWSLambdaBasicExecutionRole",
    "service-role/AWSLambdaVPCAccessExecutionRole",
    "service-role/AmazonEC2ContainerServiceAutoscaleRole",
    "service-role/AmazonEC2ContainerServiceEventsRole",
    "service-role/AmazonEC2ContainerServiceRole",
    "service-role/AmazonEC2ContainerServiceforEC2Role",
    "service-role/AmazonECSInfrastructureRolePolicyForLoadBalancers",
    "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
    "service-role/AmazonECSInfrastructureRolePolicyForVolumes",
    "service-role/AmazonECSInfrastructureRolePolicyForVpcLattice",
    "service-role/AmazonECSTaskExecutionRolePolicy",
});
static_assert(std::is_sorted(known.begin(), known.end()));

}  // namespace

bool is_managed_policy(std::string_view arn) {
  auto const slash = arn.find(":iam::aws:policy/");
  if (!arn.starts_with("arn:aws") || slash == std::string_view::npos) return false;
  std::string_view const name = arn.substr(slash + std::string_view(":iam::aws:policy/").size());
  return std::binary_search(known.begin(), known.end(), name);
}

std::string policy_name(std::string_view arn) { return std::string(arn.substr(arn.rfind('/') + 1)); }

}  // namespace neargate::api::iam
