#include "api/ecs/rules/registration.h"

#include <doctest/doctest.h>

#include <functional>

#include "api/ecs/rules/images.h"
#include "api/ecs/rules/task_size.h"

namespace neargate::api::ecs {

namespace {

Registration fine() {
  ContainerDefinition app{.name = "app", .image = "nginx", .memory = 128};
  ContainerDefinition side{.name = "side", .image = "busybox", .memory = 64, .essential = false};
  return {.family = "web", .container_definitions = std::vector{app, side}};
}

Registration fine_on_fargate() {
  Registration request = fine();
  request.network_mode = NetworkMode::Awsvpc;
  request.cpu = "256";
  request.memory = "512";
  request.execution_role_arn = "arn:aws:iam::123456789012:role/exec";
  request.requires_compatibilities = std::vector{Compatibility::Fargate};
  return request;
}

using Change = std::function<void(Registration&, ContainerDefinition&)>;

struct Row {
  char const* message;  ///< the refusal starts so; "" = accepted
  Change change;
};

void check_rows(Registration (*start)(), std::vector<Row> const& rows) {
  CHECK_FALSE(registration_refused(start()));
  for (Row const& row : rows) {
    Registration request = start();
    row.change(request, request.container_definitions->at(0));
    auto const refusal = registration_refused(request);
    std::string const told =
        refusal ? std::string(refusal->shape.code) + ": " + refusal->message : std::string("accepted");
    std::string const wanted = *row.message == '\0' ? "accepted" : row.message;
    CHECK_MESSAGE(told.starts_with(wanted), "told: ", told, " wanted: ", wanted);
  }
}

std::vector<PortMapping> mappings(std::initializer_list<PortMapping> list) { return list; }
std::vector<ContainerDependency> on(char const* name, ContainerCondition condition) {
  return {{.container_name = name, .condition = condition}};
}

}  // namespace

TEST_CASE("containers, family and roles are refused in AWS's words") {
  check_rows(
      &fine,
      {
          {"ClientException: Family contains invalid characters.", [](auto& r, auto&) { r.family = "a b"; }},
          {"ClientException: Family is too long", [](auto& r, auto&) { r.family = std::string(256, 'a'); }},
          {"ClientException: Container list cannot be empty.",
           [](auto& r, auto&) { r.container_definitions = std::vector<ContainerDefinition>{}; }},
          {"ClientException: Container.name should not be null or empty.",
           [](auto&, auto& c) { c.name = ""; }},
          {"ClientException: Container.image should not be null or empty.",
           [](auto&, auto& c) { c.image.reset(); }},
          {"ClientException: Container names must be unique within a task definition",
           [](auto&, auto& c) { c.name = "side"; }},
          {"ClientException: Task definition doesn't have any essential container.",
           [](auto&, auto& c) { c.essential = false; }},
          {"ClientException: Role is not valid",
           [](auto& r, auto&) { r.task_role_arn = "arn:aws:s3:::bucket"; }},
          {"ClientException: Role is not valid", [](auto& r, auto&) { r.execution_role_arn = "not a role"; }},
          {"", [](auto& r, auto&) { r.task_role_arn = "plainName"; }},
          {"ClientException: Unsupported field 'inferenceAccelerators'",
           [](auto& r, auto&) { r.inference_accelerators = std::vector<InferenceAccelerator>(1); }},
          {"ClientException: Tag value can not be null.",
           [](auto& r, auto&) { r.tags = std::vector<Tag>{{.key = "k"}}; }},
      });
}

TEST_CASE("sizes are refused in AWS's words, cpu before all else") {
  check_rows(
      &fine,
      {
          {"InvalidParameterException: Invalid 'cpu' setting for task.", [](auto& r, auto&) { r.cpu = ""; }},
          {"InvalidParameterException: Invalid 'cpu' setting for task.",
           [](auto& r, auto& c) {
             r.cpu = "lots";
             r.family = "a b";
             c.essential = false;
           }},
          {"ClientException: Invalid setting for container 'app'. At least one of 'memory' or "
           "'memoryReservation' must be "
           "specified.",
           [](auto&, auto& c) { c.memory.reset(); }},
          {"", [](auto&, auto& c) { c.memory.reset(), c.memory_reservation = 10; }},
          {"", [](auto& r, auto& c) { c.memory.reset(), r.memory = "512"; }},
          {"ClientException: Invalid setting for container 'app'. 'memory' must be greater than or equal to "
           "'memoryReservation'.",
           [](auto&, auto& c) { c.memory_reservation = 129; }},
          {"", [](auto&, auto& c) { c.memory_reservation = 128; }},
          {"ClientException: Invalid setting for container 'app'. The 'memory' setting for container 'app' "
           "is greater than "
           "for the task.",
           [](auto& r, auto&) { r.memory = "100"; }},
          {"ClientException: The sum of all container 'cpu' values cannot be greater than the value of the "
           "task 'cpu'.",
           [](auto& r, auto& c) { r.cpu = "256", c.cpu = 257; }},
      });
}

TEST_CASE("network modes and ports are refused in AWS's words") {
  auto const awsvpc = [](Change change) {
    return [change](Registration& r, ContainerDefinition& c) {
      r.network_mode = NetworkMode::Awsvpc;
      change(r, c);
    };
  };
  check_rows(
      &fine,
      {
          {"ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings "
           "must match.",
           awsvpc([](auto&, auto& c) {
             c.port_mappings = mappings({{.container_port = 80, .host_port = 8080}});
           })},
          {"ClientException: When networkMode=host, the host ports and container ports in port mappings must "
           "match.",
           [](auto& r, auto& c) {
             r.network_mode = NetworkMode::Host;
             c.port_mappings = mappings({{.container_port = 80, .host_port = 8080}});
           }},
          {"",
           [](auto&, auto& c) { c.port_mappings = mappings({{.container_port = 80, .host_port = 8080}}); }},
          {"ClientException: Links are not supported when networkMode=awsvpc.",
           awsvpc([](auto&, auto& c) { c.links = std::vector<std::string>{"side"}; })},
          {"ClientException: DNS servers are not supported on container when networkMode=awsvpc.",
           awsvpc([](auto&, auto& c) { c.dns_servers = std::vector<std::string>{"1.1.1.1"}; })},
          {"ClientException: Extra hosts are not supported when networkMode=awsvpc.",
           awsvpc([](auto&, auto& c) { c.extra_hosts = std::vector<HostEntry>(1); })},
          {"ClientException: Hostname is not supported on container when networkMode=awsvpc.",
           awsvpc([](auto&, auto& c) { c.hostname = "h"; })},
          {"ClientException: Disable Networking is not supported on container when networkMode=awsvpc.",
           awsvpc([](auto&, auto& c) { c.disable_networking = true; })},
          {"ClientException: cannot specify both single port and port range",
           [](auto&, auto& c) {
             c.port_mappings = mappings({{.container_port = 80, .container_port_range = "80-90"}});
           }},
          {"ClientException: Invalid 'containerPortRange' setting",
           [](auto&, auto& c) { c.port_mappings = mappings({{.container_port_range = "90-80"}}); }},
          {"ClientException: The container port is used multiple times in task", awsvpc([](auto& r, auto& c) {
             c.port_mappings = mappings({{.container_port = 80}});
             r.container_definitions->at(1).port_mappings = mappings({{.container_port = 80}});
           })},
          {"", awsvpc([](auto&, auto& c) {
             c.port_mappings = mappings(
                 {{.container_port = 53}, {.container_port = 53, .protocol = TransportProtocol::Udp}});
           })},
          {"ClientException: port mapping name is already used",
           [](auto&, auto& c) {
             c.port_mappings =
                 mappings({{.container_port = 80, .name = "p"}, {.container_port = 81, .name = "p"}});
           }},
      });
}

TEST_CASE("dependencies, time-outs and health checks are refused in AWS's words") {
  using enum ContainerCondition;
  check_rows(
      &fine,
      {
          {"ClientException: Cannot depend on container + 'missing' because it does not exist",
           [](auto&, auto& c) { c.depends_on = on("missing", Start); }},
          {"ClientException: Container dependsOn contains a cycle",
           [](auto&, auto& c) { c.depends_on = on("app", Start); }},
          {"ClientException: Container dependsOn contains a cycle",
           [](auto& r, auto& c) {
             c.depends_on = on("side", Start);
             r.container_definitions->at(1).depends_on = on("app", Start);
           }},
          {"", [](auto&, auto& c) { c.depends_on = on("side", Complete); }},
          {"ClientException: A dependency container with HEALTHY condition must have health check configured",
           [](auto&, auto& c) { c.depends_on = on("side", Healthy); }},
          {"ClientException: A dependency container with SUCCESS or COMPLETE condition cannot be an "
           "essential container",
           [](auto& r, auto&) { r.container_definitions->at(1).depends_on = on("app", Success); }},
          {"ClientException: Granular start timeout on container 'app' must be at least 2 seconds.",
           [](auto&, auto& c) { c.start_timeout = 1; }},
          {"ClientException: Granular stop timeout on container 'app' must be at least 2 seconds.",
           [](auto&, auto& c) { c.stop_timeout = 1; }},
          {"", [](auto&, auto& c) { c.stop_timeout = 500; }},
          {"ClientException: Health check interval must be less than or equal to the maximum allowed value "
           "300 for "
           "container 'app'",
           [](auto&, auto& c) { c.health_check = HealthCheck{.interval = 301}; }},
          {"ClientException: Health check timeout must be less than or equal to the maximum allowed value 60",
           [](auto&, auto& c) { c.health_check = HealthCheck{.timeout = 61}; }},
          {"ClientException: Health check retries must be less than or equal to the maximum allowed value 10",
           [](auto&, auto& c) { c.health_check = HealthCheck{.retries = 11}; }},
          {"ClientException: Health check startPeriod must be less than or equal to the maximum allowed "
           "value 300",
           [](auto&, auto& c) { c.health_check = HealthCheck{.start_period = 301}; }},
          {"ClientException: Health check interval must be greater than or equal to the minimum allowed "
           "value 5",
           [](auto&, auto& c) { c.health_check = HealthCheck{.interval = 4}; }},
          {"ClientException: Restart attempt period",
           [](auto&, auto& c) {
             c.restart_policy = ContainerRestartPolicy{.enabled = true, .restart_attempt_period = 59};
           }},
      });
}

TEST_CASE("secrets, environment files, logs and volumes are refused in AWS's words") {
  auto const efs = [](EFSVolumeConfiguration configuration) {
    return [configuration](Registration& r, ContainerDefinition&) {
      r.volumes = std::vector<Volume>{{.name = "v", .efs_volume_configuration = configuration}};
    };
  };
  check_rows(
      &fine,
      {
          {"ClientException: When you are specifying container secrets, you must also specify a value for "
           "'executionRoleArn'.",
           [](auto&, auto& c) { c.secrets = std::vector<Secret>{{.name = "A", .value_from = "p"}}; }},
          {"ClientException: The maximum number of environment files was exceeded. Specify ten or less and "
           "try again.",
           [](auto&, auto& c) { c.environment_files = std::vector<EnvironmentFile>(11); }},
          {"ClientException: Invalid arn syntax",
           [](auto&, auto& c) {
             c.environment_files = std::vector<EnvironmentFile>{{.value = "s3://b/f.env"}};
           }},
          {"ClientException: Log driver awslogs requires options: awslogs-region, awslogs-group",
           [](auto&, auto& c) { c.log_configuration = LogConfiguration{.log_driver = LogDriver::Awslogs}; }},
          {"ClientException: When awsfirelens log driver is specified in log configuration, a firelens "
           "configuration "
           "object must be configured in one of the containers.",
           [](auto&, auto& c) {
             c.log_configuration = LogConfiguration{.log_driver = LogDriver::Awsfirelens};
           }},
          {"",
           [](auto&, auto& c) { c.log_configuration = LogConfiguration{.log_driver = LogDriver::JsonFile}; }},
          {"ClientException: Unknown volume 'v'.",
           [](auto&, auto& c) { c.mount_points = std::vector<MountPoint>{{.source_volume = "v"}}; }},
          {"ClientException: When using an EFS access point, the root directory must either be set to \"/\" "
           "or be omitted.",
           efs({.root_directory = "/x",
                .authorization_config = EFSAuthorizationConfig{.access_point_id = "fsap-1"}})},
          {"ClientException: EFS IAM authorization requires TransitEncryption to be enabled.",
           efs({.authorization_config = EFSAuthorizationConfig{.iam = EFSAuthorizationConfigIAM::Enabled}})},
          {"ClientException: TransitEncryptionPort requires that TransitEncryption is enabled.",
           efs({.transit_encryption_port = 2999})},
          {"ClientException: volume [v] : task scoped volume could not be autoprovisioned",
           [](auto& r, auto&) {
             r.volumes = std::vector<Volume>{
                 {.name = "v",
                  .docker_volume_configuration = DockerVolumeConfiguration{.autoprovision = true}}};
           }},
          {"ClientException: Only one volume can be configured at launch.",
           [](auto& r, auto&) {
             r.volumes = std::vector<Volume>{{.name = "a", .configured_at_launch = true},
                                             {.name = "b", .configured_at_launch = true}};
           }},
          {"ClientException: Tasks using the EC2 launch type do not support EphemeralStorage.",
           [](auto& r, auto&) { r.ephemeral_storage = EphemeralStorage{.size_in_gib = 30}; }},
          {"ClientException: Proxy configuration is only supported when networkMode=awsvpc.",
           [](auto& r, auto&) { r.proxy_configuration = ProxyConfiguration{.container_name = "app"}; }},
      });
}

TEST_CASE("Fargate refuses what it cannot run, in AWS's words") {
  auto const kernel = [](LinuxParameters parameters) {
    return [parameters](Registration&, ContainerDefinition& c) { c.linux_parameters = parameters; };
  };
  check_rows(
      &fine_on_fargate,
      {
          {"ClientException: Fargate only supports network mode ‘awsvpc’.",
           [](auto& r, auto&) { r.network_mode.reset(); }},
          {"ClientException: Fargate requires that 'cpu' be defined at the task level.",
           [](auto& r, auto&) { r.cpu.reset(); }},
          {"ClientException: Fargate requires that 'memory' be defined at the task level.",
           [](auto& r, auto&) { r.memory.reset(); }},
          {"ClientException: No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the "
           "Amazon ECS "
           "documentation for the valid values.",
           [](auto& r, auto&) { r.memory = "4096"; }},
          {"ClientException: Fargate requires task definition to have execution role ARN to support log "
           "driver awslogs.",
           [](auto& r, auto& c) {
             r.execution_role_arn.reset();
             c.log_configuration = LogConfiguration{
                 .log_driver = LogDriver::Awslogs,
                 .options = std::map<std::string, std::string>{
                     {"awslogs-group", "g"}, {"awslogs-region", "r"}, {"awslogs-stream-prefix", "p"}}};
           }},
          {"ClientException: Fargate requires task definition to have execution role ARN to support ECR "
           "images.",
           [](auto& r, auto& c) {
             r.execution_role_arn.reset();
             c.image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x";
           }},
          {"ClientException: Tasks using the Fargate launch type must have a container stop timeout of less "
           "than 120 "
           "seconds.",
           [](auto&, auto& c) { c.stop_timeout = 121; }},
          {"", [](auto&, auto& c) { c.stop_timeout = 120, c.start_timeout = 121; }},
          {"ClientException: Tasks using the Fargate launch type do not support pidMode 'host'. The "
           "supported value for "
           "pidMode is 'task'.",
           [](auto& r, auto&) { r.pid_mode = PidMode::Host; }},
          {"ClientException: Fargate compatible task definitions do not support ipcMode",
           [](auto& r, auto&) { r.ipc_mode = IpcMode::Task; }},
          {"ClientException: Fargate compatible task definitions do not support dockerVolumeConfiguration",
           [](auto& r, auto&) {
             r.volumes = std::vector<Volume>{
                 {.name = "v", .docker_volume_configuration = DockerVolumeConfiguration{}}};
           }},
          {"ClientException: Fargate compatible task definitions do not support sourcePath",
           [](auto& r, auto&) {
             r.volumes =
                 std::vector<Volume>{{.name = "v", .host = HostVolumeProperties{.source_path = "/x"}}};
           }},
          {"ClientException: Fargate compatible task definitions do not support maxSwap",
           kernel({.max_swap = 1})},
          {"ClientException: Fargate compatible task definitions do not support swappiness",
           kernel({.swappiness = 1})},
          {"ClientException: Fargate compatible task definitions do not support sharedMemorySize",
           kernel({.shared_memory_size = 1})},
          {"ClientException: Fargate compatible task definitions do not support devices",
           kernel({.devices = std::vector<Device>(1)})},
          {"ClientException: NET_ADMIN is not allowed on Fargate.",
           kernel({.capabilities = KernelCapabilities{.add = std::vector<std::string>{"NET_ADMIN"}}})},
          {"", kernel({.capabilities = KernelCapabilities{.add = std::vector<std::string>{"SYS_PTRACE"}}})},
          {"ClientException: Fargate compatible task definitions do not support placementConstraints",
           [](auto& r, auto&) {
             r.placement_constraints = std::vector<TaskDefinitionPlacementConstraint>(1);
           }},
          {"ClientException: Fargate requires that the 'privileged' setting be 'false'",
           [](auto&, auto& c) { c.privileged = true; }},
          {"ClientException: json-file is not a valid log driver. Must be one of [awslogs, splunk, "
           "awsfirelens]",
           [](auto&, auto& c) { c.log_configuration = LogConfiguration{.log_driver = LogDriver::JsonFile}; }},
          {"ClientException: Log driver awslogs requires options: awslogs-group, awslogs-stream-prefix",
           [](auto&, auto& c) {
             c.log_configuration =
                 LogConfiguration{.log_driver = LogDriver::Awslogs,
                                  .options = std::map<std::string, std::string>{{"awslogs-region", "r"}}};
           }},
          {"ClientException: EphemeralStorage size should be at least 21",
           [](auto& r, auto&) { r.ephemeral_storage = EphemeralStorage{.size_in_gib = 20}; }},
          {"ClientException: EphemeralStorage size should be at most 200",
           [](auto& r, auto&) { r.ephemeral_storage = EphemeralStorage{.size_in_gib = 201}; }},
      });
}

TEST_CASE("Fargate sells exactly AWS's pairs") {
  struct Pairs {
    int cpu;
    std::vector<int> fine, wrong;
  };
  for (Pairs const& row :
       {Pairs{256, {512, 1024, 2048}, {511, 1536, 3072}}, Pairs{512, {1024, 4096}, {512, 1536, 5120}},
        Pairs{1024, {2048, 8192}, {1024, 9216}}, Pairs{2048, {4096, 16384}, {3072, 17408}},
        Pairs{4096, {8192, 30720}, {7168, 31744}}, Pairs{8192, {16384, 20480, 61440}, {17408, 65536}},
        Pairs{16384, {32768, 122880}, {36864, 131072}}, Pairs{300, {}, {512}}, Pairs{32768, {}, {61440}}}) {
    for (int const memory : row.fine) CHECK_MESSAGE(is_fargate_pair(row.cpu, memory), row.cpu, " ", memory);
    for (int const memory : row.wrong)
      CHECK_FALSE_MESSAGE(is_fargate_pair(row.cpu, memory), row.cpu, " ", memory);
  }
}

TEST_CASE("sizes are read from numbers and from words") {
  CHECK(parse_cpu("256") == 256);
  CHECK(parse_cpu("0.5 vCPU") == 512);
  CHECK(parse_memory("3GB") == 3072);
  for (char const* bad : {"", " ", "x", "vCPU", "1 GB", "-1", "0", "1.5", "1 vCPU x"})
    CHECK_FALSE(parse_cpu(bad));
  for (char const* bad : {"", "GB", "1 vCPU", "-2GB", "1.5"}) CHECK_FALSE(parse_memory(bad));
}

TEST_CASE("ECR images and digests are told from other strings") {
  CHECK(is_ecr_image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b:c"));
  CHECK(is_ecr_image("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a"));
  for (char const* other :
       {"nginx", "docker.io/library/nginx", "127.0.0.1:4566/123456789012/eu-west-1/a", "public.ecr.aws/x/y"})
    CHECK_FALSE(is_ecr_image(other));
  CHECK(is_by_digest("a@sha256:" + std::string(64, 'a')));
  CHECK_FALSE(is_by_digest("a@sha256:aa"));
}

}  // namespace neargate::api::ecs
