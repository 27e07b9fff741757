#include "tests/api/ecs/world.h"

#include <algorithm>

namespace neargate::api::ecs {

using testing::arn;
using testing::World;

namespace {

RegisterTaskDefinitionRequest minimal() {
  return {.family = "web", .container_definitions = {{{.name = "app", .image = "nginx", .memory = 128}}}};
}

RegisterTaskDefinitionRequest fargate() {
  return {.family = "web",
          .execution_role_arn = "arn:aws:iam::123456789012:role/exec",
          .network_mode = NetworkMode::Awsvpc,
          .container_definitions = {{{.name = "app",
                                      .image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello:latest",
                                      .port_mappings = std::vector<PortMapping>{{.container_port = 80}}}}},
          .requires_compatibilities = {{Compatibility::Fargate}},
          .cpu = "256",
          .memory = "512"};
}

TaskDefinition registered(World& world, RegisterTaskDefinitionRequest const& request) {
  return *world(&register_task_definition, request).task_definition;
}

bool needs(TaskDefinition const& definition, std::string const& attribute) {
  return std::ranges::any_of(*definition.requires_attributes,
                             [&](Attribute const& entry) { return entry.name == attribute; });
}

}  // namespace

TEST_CASE("the smallest definition comes back with AWS's defaults and nothing else") {
  World world;
  auto const response = world(&register_task_definition, minimal());
  CHECK_FALSE(response.tags);
  TaskDefinition const& definition = *response.task_definition;
  CHECK(definition.task_definition_arn == arn("task-definition/web:1"));
  CHECK(definition.revision == 1);
  CHECK(definition.status == TaskDefinitionStatus::Active);
  CHECK(definition.registered_by == "arn:aws:iam::123456789012:root");
  CHECK(definition.registered_at == world.clock.now());
  CHECK(definition.volumes->empty());
  CHECK(definition.placement_constraints->empty());
  CHECK(*definition.compatibilities == std::vector{Compatibility::External, Compatibility::Ec2});
  CHECK_FALSE(definition.network_mode);
  CHECK_FALSE(definition.requires_attributes);
  CHECK_FALSE(definition.requires_compatibilities);
  CHECK_FALSE(definition.cpu);
  CHECK_FALSE(definition.memory);
  CHECK_FALSE(definition.runtime_platform);
  CHECK_FALSE(definition.ephemeral_storage);
  ContainerDefinition const expected{.name = "app",
                                     .image = "nginx",
                                     .cpu = 0,
                                     .memory = 128,
                                     .port_mappings = std::vector<PortMapping>{},
                                     .essential = true,
                                     .environment = std::vector<KeyValuePair>{},
                                     .mount_points = std::vector<MountPoint>{},
                                     .volumes_from = std::vector<VolumeFrom>{},
                                     .system_controls = std::vector<SystemControl>{}};
  CHECK(definition.container_definitions->at(0) == expected);
}

TEST_CASE("the tutorial's Fargate definition is accepted and derived as on AWS") {
  World world;
  TaskDefinition const definition = registered(world, fargate());
  CHECK(*definition.compatibilities ==
        std::vector{Compatibility::Ec2, Compatibility::ManagedInstances, Compatibility::Fargate});
  CHECK(definition.container_definitions->at(0).port_mappings->at(0) ==
        PortMapping{.container_port = 80, .host_port = 80, .protocol = TransportProtocol::Tcp});
  CHECK(needs(definition, "ecs.capability.task-eni"));
  CHECK(needs(definition, "com.amazonaws.ecs.capability.docker-remote-api.1.18"));
  CHECK(needs(definition, "com.amazonaws.ecs.capability.ecr-auth"));
  CHECK(needs(definition, "ecs.capability.execution-role-ecr-pull"));
}

TEST_CASE("host ports follow the network mode") {
  World world;
  auto request = minimal();
  request.container_definitions->at(0).port_mappings = std::vector<PortMapping>{{.container_port = 80}};
  request.network_mode = NetworkMode::Bridge;
  CHECK(registered(world, request).container_definitions->at(0).port_mappings->at(0).host_port == 0);
  request.network_mode = NetworkMode::Host;
  CHECK(registered(world, request).container_definitions->at(0).port_mappings->at(0).host_port == 80);
}

TEST_CASE("a health check gets its three numbers, and no start period") {
  World world;
  auto request = minimal();
  request.container_definitions->at(0).health_check = {{.command = {{"CMD", "true"}}, .interval = 0}};
  HealthCheck const check = *registered(world, request).container_definitions->at(0).health_check;
  CHECK(check.interval == 30);
  CHECK(check.timeout == 5);
  CHECK(check.retries == 3);
  CHECK_FALSE(check.start_period);
}

TEST_CASE("sizes in words are stored as plain numbers") {
  World world;
  for (auto const& [cpu, memory, units, mib] :
       {std::tuple{"1 vCPU", "2GB", "1024", "2048"}, std::tuple{".25 vcpu", "0.5 GB", "256", "512"},
        std::tuple{"512", "1024", "512", "1024"}, std::tuple{"2vCPU", "16 gb", "2048", "16384"}}) {
    auto request = fargate();
    request.cpu = cpu;
    request.memory = memory;
    TaskDefinition const definition = registered(world, request);
    CHECK(definition.cpu == units);
    CHECK(definition.memory == mib);
  }
}

TEST_CASE("volumes get the defaults of their kind") {
  World world;
  auto request = minimal();
  request.volumes = {{{.name = "a", .host = HostVolumeProperties{}},
                      {.name = "b", .docker_volume_configuration = DockerVolumeConfiguration{}},
                      {.name = "c", .efs_volume_configuration = {{.file_system_id = "fs-1"}}}}};
  auto const volumes = *registered(world, request).volumes;
  CHECK(volumes[0] == Volume{.name = "a", .host = HostVolumeProperties{}});
  CHECK(volumes[1].docker_volume_configuration->scope == Scope::Task);
  CHECK(volumes[1].docker_volume_configuration->driver == "local");
  CHECK(volumes[2].efs_volume_configuration->root_directory == "/");
}

TEST_CASE("compatibilities follow network mode, size and platform") {
  World world;
  using enum Compatibility;
  auto request = fargate();
  request.requires_compatibilities.reset();
  CHECK(*registered(world, request).compatibilities == std::vector{Ec2, ManagedInstances, Fargate});
  request.runtime_platform = {{.operating_system_family = OSFamily::Linux}};
  CHECK(*registered(world, request).compatibilities == std::vector{Ec2, Fargate, ManagedInstances});
  request.runtime_platform.reset();
  request.container_definitions->at(0).stop_timeout = 121;
  CHECK(*registered(world, request).compatibilities == std::vector{Ec2, ManagedInstances});
  request.container_definitions->at(0).stop_timeout = 120;
  CHECK(*registered(world, request).compatibilities == std::vector{Ec2, ManagedInstances, Fargate});
  request.cpu.reset();
  CHECK(*registered(world, request).compatibilities == std::vector{Ec2, ManagedInstances});
  for (NetworkMode const mode : {NetworkMode::Bridge, NetworkMode::Host, NetworkMode::None}) {
    auto other = minimal();
    other.network_mode = mode;
    CHECK(*registered(world, other).compatibilities == std::vector{External, Ec2});
  }
}

TEST_CASE("each feature asks for its attribute once") {
  World world;
  auto request = minimal();
  request.task_role_arn = "arn:aws:iam::123456789012:role/task";
  request.execution_role_arn = "arn:aws:iam::123456789012:role/exec";
  request.pid_mode = PidMode::Task;
  auto& container = request.container_definitions->at(0);
  container.log_configuration = {
      {.log_driver = LogDriver::Awslogs, .options = {{{"awslogs-group", "g"}, {"awslogs-region", "r"}}}}};
  container.secrets = {{{.name = "A", .value_from = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"},
                        {.name = "B", .value_from = "parameter"}}};
  container.stop_timeout = 10;
  container.health_check = {{.command = {{"CMD", "true"}}}};
  container.linux_parameters = {{.init_process_enabled = true}};
  request.memory = "512";
  TaskDefinition const definition = registered(world, request);
  for (char const* attribute :
       {"com.amazonaws.ecs.capability.task-iam-role", "com.amazonaws.ecs.capability.logging-driver.awslogs",
        "com.amazonaws.ecs.capability.docker-remote-api.1.19", "ecs.capability.execution-role-awslogs",
        "ecs.capability.secrets.asm.environment-variables",
        "ecs.capability.secrets.ssm.environment-variables", "ecs.capability.container-ordering",
        "ecs.capability.container-health-check", "com.amazonaws.ecs.capability.docker-remote-api.1.25",
        "ecs.capability.pid-ipc-namespace-sharing", "ecs.capability.task-cpu-mem-limit"})
    CHECK_MESSAGE(needs(definition, attribute), attribute);
  CHECK_FALSE(needs(definition, "ecs.capability.task-eni"));
}

TEST_CASE("revisions count up for ever") {
  World world;
  CHECK(registered(world, minimal()).revision == 1);
  world(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "web:1"});
  world(&delete_task_definitions, DeleteTaskDefinitionsRequest{.task_definitions = {{"web:1"}}});
  CHECK(registered(world, minimal()).revision == 2);
}

TEST_CASE("tags are answered by Register only when sent, by Describe always, and are not inherited") {
  World world;
  auto request = minimal();
  request.tags = std::vector<Tag>{{.key = "k", .value = "v"}};
  CHECK(world(&register_task_definition, request).tags->size() == 1);
  DescribeTaskDefinitionRequest const plain{.task_definition = "web"};
  CHECK(world(&describe_task_definition, plain).tags->empty());
  DescribeTaskDefinitionRequest const with_tags{.task_definition = "web",
                                                .include = {{TaskDefinitionField::Tags}}};
  CHECK(world(&describe_task_definition, with_tags).tags->at(0) == Tag{.key = "k", .value = "v"});
  registered(world, minimal());
  CHECK(world(&describe_task_definition, with_tags).tags->empty());
}

TEST_CASE("describe takes family, family:revision and ARN, and reads back what Register answered") {
  World world;
  TaskDefinition const first = registered(world, fargate());
  TaskDefinition const second = registered(world, fargate());
  auto const described = [&](std::string const& text) {
    return *world(&describe_task_definition, DescribeTaskDefinitionRequest{.task_definition = text})
                .task_definition;
  };
  CHECK(described("web") == second);
  CHECK(described("web:1") == first);
  CHECK(described(arn("task-definition/web:1")) == first);
  world(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "web:2"});
  CHECK(described("web") == first);
  CHECK(described("web:2").deregistered_at == world.clock.now());
  CHECK(described("web:2").status == TaskDefinitionStatus::Inactive);
  for (char const* unknown :
       {"web:3", "other", "web:x", "arn:aws:ecs:eu-west-1:123456789012:task-definition/web",
        "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1"})
    CHECK(
        world.refusal(&describe_task_definition, DescribeTaskDefinitionRequest{.task_definition = unknown}) ==
        "ClientException: Unable to describe task definition.");
}

TEST_CASE("deregistering answers INACTIVE with the status before, and may be repeated") {
  World world;
  registered(world, minimal());
  DeregisterTaskDefinitionRequest const request{.task_definition = "web:1"};
  auto const answer = *world(&deregister_task_definition, request).task_definition;
  CHECK(answer.status == TaskDefinitionStatus::Inactive);
  CHECK(answer.previous_status == TaskDefinitionStatus::Active);
  CHECK_FALSE(answer.deregistered_at);
  CHECK(world(&deregister_task_definition, request).task_definition->status ==
        TaskDefinitionStatus::Inactive);
}

TEST_CASE("deregister needs an existing revision") {
  World world;
  registered(world, minimal());
  for (auto const& [text, message] :
       {std::pair{"web", "ClientException: Revision is missing."},
        std::pair{"web:x", "ClientException: Invalid revision number. Number: x"},
        std::pair{"web:9", "ClientException: Unable to deregister task definition."}})
    CHECK(world.refusal(&deregister_task_definition,
                        DeregisterTaskDefinitionRequest{.task_definition = text}) == message);
}

TEST_CASE("deletion marks INACTIVE revisions and tells why others stay") {
  World world;
  registered(world, minimal());
  registered(world, minimal());
  world(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "web:1"});
  DeleteTaskDefinitionsRequest const request{.task_definitions = {{"web:1", "web:2", "web:7", "web"}}};
  auto const response = world(&delete_task_definitions, request);
  REQUIRE(response.task_definitions->size() == 1);
  CHECK(response.task_definitions->at(0).status == TaskDefinitionStatus::DeleteInProgress);
  CHECK(response.task_definitions->at(0).previous_status == TaskDefinitionStatus::Inactive);
  CHECK(response.task_definitions->at(0).deregistered_at == world.clock.now());
  REQUIRE(response.failures->size() == 3);
  CHECK(
      response.failures->at(0).reason ==
      "The specified task definition is still in ACTIVE status. Please deregister the target and try again.");
  CHECK(response.failures->at(1).reason ==
        "The specified task definition does not exist. Specify a valid account, family, revision and try "
        "again.");
  CHECK(response.failures->at(2).reason ==
        "The specified task definition identifier is invalid. Specify a valid name or ARN and try again.");
  CHECK(
      world.refusal(&deregister_task_definition,
                    DeregisterTaskDefinitionRequest{.task_definition = "web:1"}) ==
      "ClientException: The task definition could not be deregistered because it is in the process of being "
      "deleted.");
  CHECK(world.refusal(&delete_task_definitions, DeleteTaskDefinitionsRequest{}) ==
        "InvalidParameterException: size of TaskDefinition references list must be greater than 0");
  CHECK(world.refusal(
            &delete_task_definitions,
            DeleteTaskDefinitionsRequest{.task_definitions = std::vector<std::string>(11, "web:1")}) ==
        "InvalidParameterException: Size of TaskDefinition references list cannot exceed 10");
}

TEST_CASE("familyPrefix means a whole family for definitions and a prefix for families") {
  World world;
  for (char const* family : {"sample", "sample-v2", "sample-v2", "other"}) {
    auto request = minimal();
    request.family = family;
    registered(world, request);
  }
  auto const listed = [&](ListTaskDefinitionsRequest const& request) {
    return *world(&list_task_definitions, request).task_definition_arns;
  };
  CHECK(listed({.family_prefix = "sample-v2"}) ==
        std::vector{arn("task-definition/sample-v2:1"), arn("task-definition/sample-v2:2")});
  CHECK(listed({.family_prefix = "sample"}) == std::vector{arn("task-definition/sample:1")});
  CHECK(listed({.family_prefix = "sam"}).empty());
  CHECK(listed({.family_prefix = "sample-v2", .sort = SortOrder::Desc}) ==
        std::vector{arn("task-definition/sample-v2:2"), arn("task-definition/sample-v2:1")});
  auto const families =
      world(&list_task_definition_families, ListTaskDefinitionFamiliesRequest{.family_prefix = "sam"});
  CHECK(*families.families == std::vector<std::string>{"sample", "sample-v2"});
}

TEST_CASE("definitions are listed by status, families by default in all") {
  World world;
  registered(world, minimal());
  world(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "web:1"});
  CHECK(world(&list_task_definitions, ListTaskDefinitionsRequest{}).task_definition_arns->empty());
  CHECK(world(&list_task_definitions, ListTaskDefinitionsRequest{.status = TaskDefinitionStatus::Inactive})
            .task_definition_arns->size() == 1);
  auto const families = [&](wire::Optional<TaskDefinitionFamilyStatus> status) {
    return world(&list_task_definition_families, ListTaskDefinitionFamiliesRequest{.status = status})
        .families->size();
  };
  CHECK(families(std::nullopt) == 1);
  CHECK(families(TaskDefinitionFamilyStatus::Active) == 0);
  CHECK(families(TaskDefinitionFamilyStatus::Inactive) == 1);
}

TEST_CASE("the token of definitions is readable") {
  World world;
  for (int i = 0; i < 3; ++i) registered(world, minimal());
  auto const first = world(&list_task_definitions, ListTaskDefinitionsRequest{.max_results = 2});
  CHECK(first.next_token == "web::0000000002");
  auto const second =
      world(&list_task_definitions, ListTaskDefinitionsRequest{.next_token = first.next_token});
  CHECK(*second.task_definition_arns == std::vector{arn("task-definition/web:3")});
  CHECK(world.refusal(&list_task_definitions, ListTaskDefinitionsRequest{.next_token = "web:2"}) ==
        "InvalidParameterException: Invalid token.");
}

}  // namespace neargate::api::ecs
