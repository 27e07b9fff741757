// What RegisterTaskDefinition refuses, row by row of ecs-task-definitions.md.

#include "tests/api/ecs/table.h"

namespace neargate::api::ecs {

using testing::Row;
using testing::Wire;

namespace {

constexpr char const* fine = R"({"family": "web", "containerDefinitions": [
    {"name": "app", "image": "nginx", "memory": 128},
    {"name": "side", "image": "busybox", "memory": 64, "essential": false}]})";
constexpr char const* fine_awsvpc = R"({"family": "web", "networkMode": "awsvpc", "containerDefinitions": [
    {"name": "app", "image": "nginx", "memory": 128},
    {"name": "side", "image": "busybox", "memory": 64, "essential": false}]})";
constexpr char const* fine_on_fargate = R"({"family": "web", "networkMode": "awsvpc", "cpu": "256",
    "memory": "512", "executionRoleArn": "arn:aws:iam::123456789012:role/exec",
    "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [
    {"name": "app", "image": "nginx", "memory": 128},
    {"name": "side", "image": "busybox", "memory": 64, "essential": false}]})";

std::string replaced(std::string text, std::string_view word, std::string_view by) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
  return text;
}

/// In these tables /app and /side stand for the two containers.
void check_rows(char const* request, std::vector<Row> const& rows) {
  api::testing::World world;
  Wire wire(world);
  REQUIRE(wire("RegisterTaskDefinition", request).told == "200");
  for (Row const& row : rows) {
    std::string const change = replaced(replaced(row.change, R"("/app)", R"("/containerDefinitions/0)"),
                                        R"("/side)", R"("/containerDefinitions/1)");
    wire.refuses("RegisterTaskDefinition", request, {{change.c_str(), row.answer}});
  }
}

std::string const long_name(256, 'a');
std::string const long_family = R"({"family": ")" + long_name + R"("})";
std::string const long_image = R"({"/app/image": ")" + long_name + R"("})";
std::string const long_container = R"({"/app/name": ")" + long_name + R"("})";
std::string const long_command = R"({"/app/command": [")" + std::string(66000, 'x') + R"("]})";
std::string const digest_image =
    R"({"/app/image": ")" + std::string(200, 'a') + "@sha256:" + std::string(64, 'a') + R"("})";

std::vector<Row> const container_rows = {
    {R"({"family": "a b"})", "400 ClientException: Family contains invalid characters."},
    {R"({"family": ""})", "400 ClientException: Family can not be blank."},
    {long_family.c_str(), "400 ClientException: Family is too long…"},
    {R"({"containerDefinitions": []})", "400 ClientException: Container list cannot be empty."},
    {R"({"containerDefinitions": [{},{},{},{},{},{},{},{},{},{},{}]})",
     "400 ClientException: Too many containers."},
    {R"({"/app/name": ""})", "400 ClientException: Container.name should not be null or empty."},
    {R"({"/app/name": null})", "400 ClientException: Container.name should not be null or empty."},
    {R"({"/app/name": "a b"})", "400 ClientException: Container.name contains invalid characters."},
    {long_container.c_str(), "400 ClientException: Container.name …"},
    {R"({"/app/image": null})", "400 ClientException: Container.image should not be null or empty."},
    {R"({"/app/image": "a b"})", "400 ClientException: Container.image contains invalid characters."},
    {R"({"/app/image": "$REPOSITORY:latest"})",
     "400 ClientException: Container.image contains invalid characters."},
    {long_image.c_str(), "400 ClientException: Container.image should be 255 characters or less"},
    {digest_image.c_str(), "200"},
    {R"({"/app/name": "side"})",
     "400 ClientException: Container names must be unique within a task definition…"},
    {R"({"/app/essential": false})",
     "400 ClientException: Task definition doesn't have any essential container."},
    {R"({"taskRoleArn": "arn:aws:s3:::bucket"})", "400 ClientException: Role is not valid"},
    {R"({"executionRoleArn": "not a role"})", "400 ClientException: Role is not valid"},
    {R"({"taskRoleArn": "plainName"})", "200"},
    {R"({"inferenceAccelerators": [{"deviceName": "d", "deviceType": "t"}]})",
     "400 ClientException: Unsupported field 'inferenceAccelerators'"},
    {R"({"tags": [{"key": "k"}]})", "400 ClientException: Tag value can not be null."},
    {R"({"/app/links": ["db:db"]})",
     "400 ClientException: Invalid 'links' setting. Unknown container: 'db'."},
    {R"({"/app/links": ["side"], "/side/links": ["app:web"]})",
     "400 ClientException: Container links should not have a cycle"},
    {R"({"/app/links": ["side:s"]})", "200"},
    {R"({"/app/volumesFrom": [{"sourceContainer": "db"}]})",
     "400 ClientException: Invalid 'volumesFrom' setting. Unknown container: 'db'."},
    {R"({"/app/volumesFrom": [{"sourceContainer": "side"}]})", "200"},
    {R"({"/app/ulimits": [{"name": "nofile", "softLimit": 2, "hardLimit": 1}]})",
     "400 ClientException: Invalid 'ulimits' setting for container 'app'…"},
    {R"({"/app/ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": -1}]})", "200"},
    {R"({"/app/ulimits": [{"name": "files", "softLimit": 1, "hardLimit": 1}]})",
     "400 ClientException: name should be one of […"},
    {R"({"/app/linuxParameters": {"swappiness": 101}})",
     "400 ClientException: Invalid 'swappiness' setting for container 'app'…"},
    {R"({"requiresCompatibilities": ["LAMBDA"]})", "400 ClientException: …"},
    {R"({"networkMode": "overlay"})",
     "400 ClientException: network mode should be one of [bridge,host,awsvpc,none]"},
    {long_command.c_str(), "400 ClientException: Actual length: '66…"},
};

std::vector<Row> const size_rows = {
    {R"({"cpu": ""})", "400 InvalidParameterException: Invalid 'cpu' setting for task."},
    {R"({"cpu": "lots", "family": "a b", "/app/essential": false})",
     "400 InvalidParameterException: Invalid 'cpu' setting for task."},
    {R"({"cpu": "127"})", "400 InvalidParameterException: Invalid 'cpu' setting for task."},
    {R"({"cpu": "196609"})", "400 InvalidParameterException: Invalid 'cpu' setting for task."},
    {R"({"cpu": "128"})", "200"},
    {R"({"cpu": ".5 vCPU", "memory": "1 GB"})", "200"},
    {R"({"memory": "much"})", "400 InvalidParameterException: Invalid 'memory' setting for task."},
    {R"({"/app/memory": null})",
     "400 ClientException: Invalid setting for container 'app'. At least one of 'memory' or "
     "'memoryReservation' "
     "must be specified."},
    {R"({"/app/memory": null, "networkMode": "bridge", "requiresCompatibilities": ["FARGATE"]})",
     "400 ClientException: Invalid setting for container 'app'. At least one of 'memory' or "
     "'memoryReservation' "
     "must be specified."},
    {R"({"/app/memory": null, "/app/memoryReservation": 10})", "200"},
    {R"({"/app/memory": null, "memory": "512"})", "200"},
    {R"({"/app/memoryReservation": 129})",
     "400 ClientException: Invalid setting for container 'app'. 'memory' must be greater than or equal to "
     "'memoryReservation'."},
    {R"({"/app/memoryReservation": 128})", "200"},
    {R"({"/app/cpu": -1})", "400 ClientException: Invalid 'cpu' setting for container 'app'."},
    {R"({"memory": "100"})",
     "400 ClientException: The 'memory' setting for container 'app' is greater than for the task."},
    {R"({"cpu": "256", "/app/cpu": 257})",
     "400 ClientException: The sum of all container 'cpu' values cannot be greater than the value of the "
     "task 'cpu'."},
};

std::vector<Row> const port_rows = {
    {R"({"networkMode": "host", "/app/portMappings": [{"containerPort": 80, "hostPort": 8080}]})",
     "400 ClientException: When networkMode=host, the host ports and container ports in port mappings must "
     "match."},
    {R"({"/app/portMappings": [{"hostPort": 80}]})",
     "400 ClientException: Invalid 'containerPort' setting for container 'app'."},
    {R"({"/app/portMappings": [{"containerPort": 65536}]})",
     "400 ClientException: Invalid 'containerPort' setting for container 'app'."},
    {R"({"/app/portMappings": [{"containerPort": 80, "hostPort": 65536}]})",
     "400 ClientException: Invalid 'hostPort' setting for container 'app'."},
    {R"({"/app/portMappings": [{"containerPort": 80, "containerPortRange": "80-90"}]})",
     "400 ClientException: cannot specify both single port and port range"},
    {R"({"/app/portMappings": [{"containerPortRange": "90-80"}]})",
     "400 ClientException: Invalid 'containerPortRange' setting…"},
    {R"({"/app/portMappings": [{"containerPortRange": "80"}]})",
     "400 ClientException: Invalid 'containerPortRange' setting…"},
    {R"({"networkMode": "host", "/app/portMappings": [{"containerPortRange": "80-90"}]})",
     "400 ClientException: containerPortRange is not supported when networkMode=host."},
    {R"({"/app/portMappings": [{"containerPort": 80, "name": "p"}, {"containerPort": 81, "name": "p"}]})",
     "400 ClientException: port mapping name is already used…"},
    {R"({"/app/portMappings": [{"containerPort": 80, "name": "Web"}]})",
     "400 ClientException: Invalid 'name' setting in port mapping for container 'app'."},
    {R"({"/app/portMappings": [{"containerPort": 80}], "/side/portMappings": [{"containerPort": 80}]})",
     "200"},
};

std::vector<Row> const awsvpc_rows = {
    {R"({"/app/portMappings": [{"containerPort": 80, "hostPort": 8080}]})",
     "400 ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must "
     "match."},
    {R"({"/app/links": ["side"]})", "400 ClientException: Links are not supported when networkMode=awsvpc."},
    {R"({"/app/dnsServers": ["1.1.1.1"]})",
     "400 ClientException: DNS servers are not supported on container when networkMode=awsvpc."},
    {R"({"/app/extraHosts": [{"hostname": "h", "ipAddress": "1.2.3.4"}]})",
     "400 ClientException: Extra hosts are not supported when networkMode=awsvpc."},
    {R"({"/app/hostname": "h"})",
     "400 ClientException: Hostname is not supported on container when networkMode=awsvpc."},
    {R"({"/app/disableNetworking": true})",
     "400 ClientException: Disable Networking is not supported on container when networkMode=awsvpc."},
    {R"({"/app/portMappings": [{"containerPort": 80}], "/side/portMappings": [{"containerPort": 80}]})",
     "400 ClientException: The container port is used multiple times in task…"},
    {R"({"/app/portMappings": [{"containerPort": 53}, {"containerPort": 53, "protocol": "udp"}]})", "200"},
    {R"({"requiresCompatibilities": ["EXTERNAL"]})",
     "400 ClientException: External does not support network mode ‘awsvpc’."},
    {R"({"proxyConfiguration": {"containerName": "none"}})",
     "400 ClientException: Proxy container 'none' does not exist in the task definition."},
    {R"({"proxyConfiguration": {"containerName": "app", "properties": [{"name": "AppPorts", )"
     R"("value": "80"}]}})",
     "400 ClientException: Proxy configuration requires one of the properties: IgnoredUID, IgnoredGID"},
    {R"({"proxyConfiguration": {"containerName": "app", "properties": [{"name": "IgnoredUID", "value": "1"},
         {"name": "AppPorts", "value": "80"}, {"name": "ProxyIngressPort", "value": "15000"}]}})",
     "400 ClientException: Proxy configuration requires the property: ProxyEgressPort"},
};

std::vector<Row> const order_rows = {
    {R"({"/app/dependsOn": [{"containerName": "missing", "condition": "START"}]})",
     "400 ClientException: Cannot depend on container + 'missing' because it does not exist"},
    {R"({"/app/dependsOn": [{"containerName": "app", "condition": "START"}]})",
     "400 ClientException: Container dependsOn contains a cycle"},
    {R"({"/app/dependsOn": [{"containerName": "side", "condition": "START"}],
         "/side/dependsOn": [{"containerName": "app", "condition": "START"}]})",
     "400 ClientException: Container dependsOn contains a cycle"},
    {R"({"/app/dependsOn": [{"containerName": "side", "condition": "COMPLETE"}]})", "200"},
    {R"({"/app/dependsOn": [{"containerName": "side", "condition": "HEALTHY"}]})",
     "400 ClientException: A dependency container with HEALTHY condition must have health check configured"},
    {R"({"/side/dependsOn": [{"containerName": "app", "condition": "SUCCESS"}]})",
     "400 ClientException: A dependency container with SUCCESS or COMPLETE condition cannot be an essential "
     "container"},
    {R"({"/app/dependsOn": [{"containerName": "side", "condition": "SOON"}]})",
     "400 ClientException: condition should be one of [START,COMPLETE,SUCCESS,HEALTHY]"},
    {R"({"/app/startTimeout": 1})",
     "400 ClientException: Granular start timeout on container 'app' must be at least 2 seconds."},
    {R"({"/app/stopTimeout": 1})",
     "400 ClientException: Granular stop timeout on container 'app' must be at least 2 seconds."},
    {R"({"/app/stopTimeout": 500})", "200"},
    {R"({"/app/healthCheck": {"command": ["x"], "interval": 301}})",
     "400 ClientException: Health check interval must be less than or equal to the maximum allowed value 300 "
     "for "
     "container 'app'"},
    {R"({"/app/healthCheck": {"command": ["x"], "timeout": 61}})",
     "400 ClientException: Health check timeout must be less than or equal to the maximum allowed value 60 "
     "for "
     "container 'app'"},
    {R"({"/app/healthCheck": {"command": ["x"], "retries": 11}})",
     "400 ClientException: Health check retries must be less than or equal to the maximum allowed value 10 "
     "for "
     "container 'app'"},
    {R"({"/app/healthCheck": {"command": ["x"], "startPeriod": 301}})",
     "400 ClientException: Health check startPeriod must be less than or equal to the maximum allowed value "
     "300 for "
     "container 'app'"},
    {R"({"/app/healthCheck": {"command": ["x"], "interval": 4}})",
     "400 ClientException: Health check interval must be greater than or equal to the minimum allowed value "
     "5 for "
     "container 'app'"},
    {R"({"/app/healthCheck": {"command": ["x"], "timeout": 1}})",
     "400 ClientException: Health check timeout must be greater than or equal to the minimum allowed value 2 "
     "for "
     "container 'app'"},
    {R"({"/app/healthCheck": {"interval": 30}})",
     "400 ClientException: 1 validation error detected: Value null at …"},
    {R"({"/app/restartPolicy": {"enabled": true, "restartAttemptPeriod": 59}})",
     "400 ClientException: Restart attempt period must be between 60 and 1800 for container 'app'"},
    {R"({"/app/restartPolicy": {"enabled": true, "restartAttemptPeriod": 1801}})",
     "400 ClientException: Restart attempt period must be between 60 and 1800 for container 'app'"},
};

std::string const eleven_files = R"({"/app/environmentFiles": [)" + [] {
  std::string files;
  for (int i = 0; i < 11; ++i)
    files += std::string(i == 0 ? "" : ",") + R"({"type": "s3", "value": "arn:aws:s3:::b/f.env"})";
  return files;
}() + "]}";

std::vector<Row> const secret_rows = {
    {R"({"/app/secrets": [{"name": "A", "valueFrom": "p"}]})",
     "400 ClientException: When you are specifying container secrets, you must also specify a value for "
     "'executionRoleArn'."},
    {R"({"executionRoleArn": "r", "/app/secrets": [{"name": "A", "valueFrom": "p"}, {"name": "A", )"
     R"("valueFrom": "q"}]})",
     "400 ClientException: Duplicate secret names found: A. Each secret name must be unique."},
    {R"({"executionRoleArn": "r", "/app/secrets": [{"name": "A", "valueFrom": "p"}],
         "/app/environment": [{"name": "A", "value": "v"}]})",
     "400 ClientException: The secret name must be unique and not shared with any new or existing "
     "environment "
     "variables set on the container, such as 'A'."},
    {R"({"executionRoleArn": "r",
         "/app/secrets": [{"name": "A", "valueFrom": "arn:aws:ssm:eu-west-1:999999999999:parameter/p"}]})",
     "400 ClientException: The Systems Manager parameter ARN has a different account ID than the current "
     "account. "
     "The current account ID is 123456789012 and the ARN account ID is 999999999999. Cross-account access "
     "for ARNs "
     "is not currently supported."},
    {eleven_files.c_str(),
     "400 ClientException: The maximum number of environment files was exceeded. Specify ten or less and try "
     "again."},
    {R"({"/app/environmentFiles": [{"type": "s3", "value": "s3://b/f.env"}]})",
     "400 ClientException: Invalid arn syntax"},
    {R"({"/app/logConfiguration": {"logDriver": "awslogs"}})",
     "400 ClientException: Log driver awslogs requires options: awslogs-region, awslogs-group"},
    {R"({"/app/logConfiguration": {"logDriver": "awsfirelens"}})",
     "400 ClientException: When awsfirelens log driver is specified in log configuration, a firelens "
     "configuration "
     "object must be configured in one of the containers."},
    {R"({"/app/logConfiguration": {"logDriver": "awsfirelens"}, )"
     R"("/side/firelensConfiguration": {"type": "fluentbit"}})",
     "200"},
    {R"({"/app/firelensConfiguration": {"type": "fluentd"}, )"
     R"("/side/firelensConfiguration": {"type": "fluentbit"}})",
     "400 ClientException: Only one container in a task definition can have a firelens configuration "
     "object."},
    {R"({"/app/logConfiguration": {"logDriver": "json-file"}})", "200"},
};

std::vector<Row> const volume_rows = {
    {R"({"/app/mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}]})",
     "400 ClientException: Unknown volume 'v'."},
    {R"({"volumes": [{"name": "v"}, {"name": "v"}]})",
     "400 ClientException: Volume names must be unique within a task definition"},
    {R"({"volumes": [{"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "rootDirectory": "/x",
         "transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": "fsap-1"}}}]})",
     "400 ClientException: When using an EFS access point, the root directory must either be set to \"/\" or "
     "be "
     "omitted."},
    {R"({"volumes": [{"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1",
         "authorizationConfig": {"iam": "ENABLED"}}}]})",
     "400 ClientException: EFS IAM authorization requires TransitEncryption to be enabled."},
    {R"({"volumes": [{"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1", )"
     R"("transitEncryptionPort": 2999}}]})",
     "400 ClientException: TransitEncryptionPort requires that TransitEncryption is enabled."},
    {R"({"volumes": [{"name": "v", "dockerVolumeConfiguration": {"autoprovision": true}}]})",
     "400 ClientException: volume [v] : task scoped volume could not be autoprovisioned"},
    {R"({"volumes": [{"name": "v", "host": {"sourcePath": "/x"}, "dockerVolumeConfiguration": {}}]})",
     "400 ClientException: Only one volume configuration is allowed for volume 'v'."},
    {R"({"volumes": [{"name": "a", "configuredAtLaunch": true}, {"name": "b", "configuredAtLaunch": true}]})",
     "400 ClientException: Only one volume can be configured at launch."},
    {R"({"ephemeralStorage": {"sizeInGiB": 30}})",
     "400 ClientException: Tasks using the EC2 launch type do not support EphemeralStorage."},
    {R"({"proxyConfiguration": {"containerName": "app"}})",
     "400 ClientException: Proxy configuration is only supported when networkMode=awsvpc."},
    {R"({"placementConstraints": [{"type": "distinctInstance"}]})",
     "400 ClientException: type should be one of [memberOf]"},
    {R"({"placementConstraints": [{"type": "memberOf", "expression": "attribute:a == b"}]})", "200"},
};

std::vector<Row> const fargate_rows = {
    {R"({"networkMode": null})", "400 ClientException: Fargate only supports network mode ‘awsvpc’."},
    {R"({"networkMode": "bridge", "cpu": null, "memory": null})",
     "400 ClientException: Fargate only supports network mode ‘awsvpc’."},
    {R"({"cpu": null})", "400 ClientException: Fargate requires that 'cpu' be defined at the task level."},
    {R"({"memory": null})",
     "400 ClientException: Fargate requires that 'memory' be defined at the task level."},
    {R"({"memory": "4096"})",
     "400 ClientException: No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the "
     "Amazon ECS "
     "documentation for the valid values."},
    {R"({"runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}})",
     "400 ClientException: No Fargate configuration exists for given values: 256 CPU, 512 memory. See the "
     "Amazon ECS "
     "documentation for the valid values."},
    {R"({"executionRoleArn": null, "/app/logConfiguration": {"logDriver": "awslogs", "options":
         {"awslogs-group": "g", "awslogs-region": "r", "awslogs-stream-prefix": "p"}}})",
     "400 ClientException: Fargate requires task definition to have execution role ARN to support log driver "
     "awslogs."},
    {R"({"executionRoleArn": null, "/app/image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"})",
     "400 ClientException: Fargate requires task definition to have execution role ARN to support ECR "
     "images."},
    {R"({"/app/stopTimeout": 121})",
     "400 ClientException: Tasks using the Fargate launch type must have a container stop timeout of less "
     "than 120 "
     "seconds."},
    {R"({"/app/stopTimeout": 120, "/app/startTimeout": 121})", "200"},
    {R"({"pidMode": "host"})",
     "400 ClientException: Tasks using the Fargate launch type do not support pidMode 'host'. The supported "
     "value for "
     "pidMode is 'task'."},
    {R"({"pidMode": "task"})", "200"},
    {R"({"ipcMode": "task"})",
     "400 ClientException: Fargate compatible task definitions do not support ipcMode"},
    {R"({"volumes": [{"name": "v", "dockerVolumeConfiguration": {}}]})",
     "400 ClientException: Fargate compatible task definitions do not support dockerVolumeConfiguration"},
    {R"({"volumes": [{"name": "v", "host": {"sourcePath": "/x"}}]})",
     "400 ClientException: Fargate compatible task definitions do not support sourcePath"},
    {R"({"/app/linuxParameters": {"maxSwap": 1}})",
     "400 ClientException: Fargate compatible task definitions do not support maxSwap"},
    {R"({"/app/linuxParameters": {"swappiness": 1}})",
     "400 ClientException: Fargate compatible task definitions do not support swappiness"},
    {R"({"/app/linuxParameters": {"sharedMemorySize": 1}})",
     "400 ClientException: Fargate compatible task definitions do not support sharedMemorySize"},
    {R"({"/app/linuxParameters": {"devices": [{"hostPath": "/dev/x"}]}})",
     "400 ClientException: Fargate compatible task definitions do not support devices"},
    {R"({"/app/linuxParameters": {"capabilities": {"add": ["NET_ADMIN"]}}})",
     "400 ClientException: NET_ADMIN is not allowed on Fargate."},
    {R"({"/app/linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}}})", "200"},
    {R"({"placementConstraints": [{"type": "memberOf", "expression": "attribute:a == b"}]})",
     "400 ClientException: Fargate compatible task definitions do not support placementConstraints"},
    {R"({"/app/privileged": true})",
     "400 ClientException: Fargate requires that the 'privileged' setting be 'false'…"},
    {R"({"/app/resourceRequirements": [{"type": "GPU", "value": "1"}]})",
     "400 ClientException: Fargate compatible task definitions do not support GPU"},
    {R"({"/app/dockerSecurityOptions": ["x"]})",
     "400 ClientException: Fargate compatible task definitions do not support dockerSecurityOptions"},
    {R"({"/app/logConfiguration": {"logDriver": "json-file"}})",
     "400 ClientException: json-file is not a valid log driver. Must be one of [awslogs, splunk, "
     "awsfirelens]"},
    {R"({"/app/logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-region": "r"}}})",
     "400 ClientException: Log driver awslogs requires options: awslogs-group, awslogs-stream-prefix"},
    {R"({"ephemeralStorage": {"sizeInGiB": 20}})",
     "400 ClientException: EphemeralStorage size should be at least 21"},
    {R"({"ephemeralStorage": {"sizeInGiB": 201}})",
     "400 ClientException: EphemeralStorage size should be at most 200"},
    {R"({"ephemeralStorage": {"sizeInGiB": 21}})", "200"},
};

}  // namespace

TEST_CASE("containers, family and roles are refused in AWS's words") { check_rows(fine, container_rows); }
TEST_CASE("sizes are refused in AWS's words, cpu before all else") { check_rows(fine, size_rows); }
TEST_CASE("ports are refused in AWS's words") { check_rows(fine, port_rows); }
TEST_CASE("what awsvpc does not have is refused in AWS's words") { check_rows(fine_awsvpc, awsvpc_rows); }
TEST_CASE("dependencies, time-outs and health checks are refused in AWS's words") {
  check_rows(fine, order_rows);
}
TEST_CASE("secrets, environment files and logs are refused in AWS's words") { check_rows(fine, secret_rows); }
TEST_CASE("volumes and placement are refused in AWS's words") { check_rows(fine, volume_rows); }
TEST_CASE("Fargate refuses what it cannot run, in AWS's words") { check_rows(fine_on_fargate, fargate_rows); }

}  // namespace neargate::api::ecs
