// What CreateService refuses, with its status, code and words (ecs-services.md "Create").

#include "tests/api/ecs/scene.h"
#include "tests/api/ecs/table.h"

namespace neargate::api::ecs {

using testing::Row;
using testing::Scene;
using testing::Wire;

namespace {

constexpr char const* fine =
    R"({"cluster": "c", "serviceName": "s", "taskDefinition": "web", "desiredCount": 2,
    "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": {
        "subnets": ["subnet-f525c9be"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}}})";

std::vector<Row> const request_rows = {
    {R"({"serviceName": "café au lait"})",
     "400 InvalidParameterException: "
     R"(ServiceName must match ^[a-zA-Z0-9\-_]{1,255}$, but was caf? au lait)"},
    {R"({"clientToken": "1234567890123456789012345678901234567"})",
     "400 InvalidParameterException: idempotency token longer than 36."},
    {R"({"desiredCount": null})", "400 InvalidParameterException: DesiredCount is missing"},
    {R"({"desiredCount": -1})", "400 InvalidParameterException: DesiredCount can not be lesser than 0"},
    {R"({"cluster": "nope"})", "400 ClusterNotFoundException: Cluster not found."},
    {R"({"taskDefinition": null})", "400 InvalidParameterException: TaskDefinition can not be blank."},
    {R"({"taskDefinition": "web:9"})", "400 ClientException: TaskDefinition not found."},
    {R"({"deploymentController": {"type": "EXTERNAL"}})",
     "400 InvalidParameterException: TaskDefinition must be blank"},
    {R"({"role": "ecsServiceRole"})",
     "400 InvalidParameterException: You cannot specify an IAM role for services that require a service "
     "linked "
     "role."},
    {R"({"deploymentConfiguration": {"minimumHealthyPercent": 101}})",
     "400 InvalidParameterException: minimumHealthyPercent must be at most 100"},
    {R"({"deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 100}})",
     "400 InvalidParameterException: Both maximumPercent and minimumHealthyPercent cannot be 100 as this "
     "will "
     "block any deployment"},
    {R"({"schedulingStrategy": "SINGLE"})",
     "400 InvalidParameterException: Scheduling strategy should be one of [REPLICA,DAEMON]"},
};

std::vector<Row> const launch_rows = {
    {R"({"launchType": "LAMBDA"})",
     "400 InvalidParameterException: launch type should be one of "
     "[EC2,FARGATE,EXTERNAL,FMI,MANAGED_INSTANCES]"},
    {R"({"taskDefinition": "box"})",
     "400 InvalidParameterException: Task definition does not support launch_type FARGATE."},
    {R"({"platformVersion": "9"})", "400 PlatformUnknownException: The specified platform does not exist."},
    {R"({"launchType": "EC2", "platformVersion": "LATEST"})",
     "400 InvalidParameterException: The platform version must be null when specifying an EC2 launch type."},
    {R"({"placementConstraints": [{"type": "distinctInstance"}]})",
     "400 InvalidParameterException: Placement constraints are not supported with FARGATE launch type."},
    {R"({"placementStrategy": [{"type": "random"}]})",
     "400 InvalidParameterException: Placement strategies are not supported with FARGATE launch type."},
    {R"({"launchType": "EC2", "placementStrategy": [{"type": "binpack", "field": "disk"}]})",
     "400 InvalidParameterException: binpack field 'disk' is invalid"},
    {R"({"launchType": "EC2", "placementStrategy": [{"type": "random", "field": "x"}]})",
     "400 InvalidParameterException: random field should not be specified"},
    {R"({"launchType": "EC2", "placementConstraints": [{"type": "distinctInstance", "expression": "x"}]})",
     "400 InvalidParameterException: distinctInstance expression should not be specified"},
    {R"({"capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]})",
     "400 InvalidParameterException: Specifying both a launch type and capacity provider strategy is not "
     "supported. Remove one and try again."},
    {R"({"launchType": null, "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]})",
     "400 InvalidParameterException: The specified capacity provider strategy cannot contain a capacity "
     "provider "
     "that is not associated with the cluster. Associate the capacity provider with the cluster or specify a "
     "valid "
     "capacity provider and try again."},
};

std::vector<Row> const attachment_rows = {
    {R"({"networkConfiguration": null})",
     "400 InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is "
     "specified."},
    {R"({"taskDefinition": "box", "launchType": "EC2"})",
     "400 InvalidParameterException: Network Configuration is not valid for the given networkMode of this "
     "task "
     "definition."},
    {R"({"launchType": "EC2", "/networkConfiguration/awsvpcConfiguration/assignPublicIp": "ENABLED"})",
     "400 InvalidParameterException: Assign public IP is not supported for this launch type."},
    {R"({"/networkConfiguration/awsvpcConfiguration/subnets": []})",
     "400 InvalidParameterException: subnets can not be empty."},
    {R"({"loadBalancers": [{"targetGroupArn": "t", "loadBalancerName": "l"}]})",
     "400 InvalidParameterException: loadBalancerName and targetGroupArn cannot both be specified"},
    {R"({"loadBalancers": [{"loadBalancerName": "l"}]})",
     "400 InvalidParameterException: Classic Load Balancers are not supported with Fargate."},
    {R"({"loadBalancers": [{"containerName": "x", "containerPort": 80}]})",
     "400 InvalidParameterException: The container x does not exist in the task definition."},
    {R"({"loadBalancers": [{"containerName": "app", "containerPort": 81}]})",
     "400 InvalidParameterException: The container app did not have a container port 81 defined."},
    {R"({"healthCheckGracePeriodSeconds": 1})",
     "400 InvalidParameterException: Health check grace period is only valid for services configured to use "
     "load "
     "balancers"},
    {R"({"serviceRegistries": [{"containerName": "app"}]})",
     "400 InvalidParameterException: The values specified for serviceRegistries do not require a value for "
     "'containerPort' or 'containerName'. Remove the values and try again."},
    {R"({"serviceConnectConfiguration": {"enabled": true}})",
     "400 InvalidParameterException: Namespace is missing"},
    {R"({"serviceConnectConfiguration": {"enabled": true, "namespace": "n",
         "services": [{"portName": "x"}]}})",
     "400 InvalidParameterException: portName(x) does not refer to any named PortMapping in the container "
     "definitions"},
    {R"({"serviceConnectConfiguration": {"enabled": true, "namespace": "n",
         "services": [{"portName": "http", "clientAliases": [{"port": 80}, {"port": 81}]}]}})",
     "400 InvalidParameterException: 2 clientAliases exceeds the max limit of 1"},
    {R"({"volumeConfigurations": [{"name": "v"}]})",
     "400 InvalidParameterException: The volume name 'v' in your request does not have a matching volume in "
     "your "
     "Task Definition. Specify a matching volume and try again."},
};

void check_rows(std::vector<Row> const& rows) {
  Scene scene;
  Wire wire(scene);
  wire.refuses("CreateService", fine, rows);
  CHECK(wire("CreateService", fine).told == "200");
}

}  // namespace

TEST_CASE("a service's request is refused in AWS's words") { check_rows(request_rows); }
TEST_CASE("where a service may run is refused in AWS's words") { check_rows(launch_rows); }
TEST_CASE("what a service is attached to is refused in AWS's words") { check_rows(attachment_rows); }

}  // namespace neargate::api::ecs
