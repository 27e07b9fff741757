#include <set>

#include "tests/api/ecs/task_scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::described;
using testing::id_of;
using testing::key_of;
using testing::run;
using testing::run_box;
using testing::run_web;
using testing::Scene;

TEST_CASE("RunTask answers a Fargate task as AWS first shows it") {
  Scene scene;
  auto const response = scene(&run_task, run_web());
  CHECK(response.failures->empty());
  REQUIRE(response.tasks->size() == 1);
  Task const& task = response.tasks->at(0);
  CHECK(id_of(task).size() == 32);
  CHECK(task.cluster_arn == arn("cluster/c"));
  CHECK(task.task_definition_arn == arn("task-definition/web:1"));
  CHECK(task.last_status == "PROVISIONING");
  CHECK(task.desired_status == "RUNNING");
  CHECK(task.version == 1);
  CHECK(task.launch_type == LaunchType::Fargate);
  CHECK(task.group == "family:web");
  CHECK_FALSE(task.started_by);
  CHECK(task.created_at == scene.clock.now());
  CHECK(task.cpu == "256");
  CHECK(task.memory == "512");
  CHECK(task.platform_version == "1.4.0");
  CHECK(task.platform_family == "Linux");
  CHECK(task.enable_execute_command == false);
  CHECK(task.ephemeral_storage->size_in_gib == 20);
  CHECK(task.fargate_ephemeral_storage->size_in_gib == 20);
  CHECK(task.attributes->at(0).name == "ecs.cpu-architecture");
  CHECK(task.tags->empty());
  CHECK_FALSE(task.health_status);
  CHECK(task.availability_zone->starts_with("eu-west-1"));
  REQUIRE(task.attachments->size() == 1);
  Attachment const& attachment = task.attachments->at(0);
  CHECK(attachment.type == "ElasticNetworkInterface");
  CHECK(attachment.status == "PRECREATED");
  CHECK(*attachment.details == std::vector<KeyValuePair>{{.name = "subnetId", .value = "subnet-f525c9be"}});
  REQUIRE(task.containers->size() == 2);
  Container const& container = task.containers->at(0);
  CHECK(container.container_arn->starts_with(arn("container/c/" + id_of(task) + "/")));
  CHECK(container.name == "app");
  CHECK(container.image == "nginx");
  CHECK(container.last_status == "PENDING");
  CHECK(container.cpu == "64");
  CHECK(container.memory == "128");
  CHECK_FALSE(container.memory_reservation);
  CHECK(container.network_interfaces->empty());
  CHECK_FALSE(container.network_bindings);
  CHECK(task.containers->at(1).cpu == "0");
  CHECK_FALSE(task.containers->at(1).memory);
  CHECK(*task.overrides->container_overrides ==
        std::vector<ContainerOverride>{{.name = "app"}, {.name = "side"}});
  CHECK(task.overrides->inference_accelerator_overrides->empty());
}

TEST_CASE("an EC2 task on the bridge is PENDING, has no attachments and the sizes of its containers") {
  Scene scene;
  Task const task = run(scene, run_box()).at(0);
  CHECK(task.last_status == "PENDING");
  CHECK(task.launch_type == LaunchType::Ec2);
  CHECK(task.attachments->empty());
  CHECK(task.cpu == "10");
  CHECK(task.memory == "64");
  CHECK_FALSE(task.platform_version);
  CHECK_FALSE(task.ephemeral_storage);
}

TEST_CASE("a run request is refused in AWS's words") {
  Scene scene;
  using Change = void (*)(RunTaskRequest&);
  struct Row {
    char const* message;
    Change change;
  };
  Row const rows[] = {
      {"ClusterNotFoundException: Cluster not found.", [](auto& r) { r.cluster = "nope"; }},
      {"InvalidParameterException: TaskDefinition can not be blank.",
       [](auto& r) { r.task_definition = ""; }},
      {"ClientException: TaskDefinition not found.", [](auto& r) { r.task_definition = "nope:1"; }},
      {"InvalidParameterException: Count can not be greater than 10", [](auto& r) { r.count = 11; }},
      {"InvalidParameterException: idempotency token longer than 64.",
       [](auto& r) { r.client_token = std::string(65, 'a'); }},
      {"InvalidParameterException: startedBy longer than 128.",
       [](auto& r) { r.started_by = std::string(129, 'a'); }},
      {"InvalidParameterException: Invalid namespace for group.", [](auto& r) { r.group = "service:x"; }},
      {"InvalidParameterException: Override for container named nope is not a container in the "
       "TaskDefinition.",
       [](auto& r) {
         r.overrides = {{.container_overrides = std::vector<ContainerOverride>{{.name = "nope"}}}};
       }},
      {"InvalidParameterException: Container Overrides length must be at most 8192",
       [](auto& r) {
         r.overrides = {{.container_overrides = std::vector<ContainerOverride>{
                             {.name = "app", .command = std::vector<std::string>{std::string(8192, 'a')}}}}};
       }},
      {"ClientException: No Fargate configuration exists for given values: 256 CPU, 8192 memory.",
       [](auto& r) { r.overrides = {{.memory = "8GB"}}; }},
      {"InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is "
       "specified.",
       [](auto& r) { r.network_configuration.reset(); }},
      {"InvalidParameterException: Task definition does not support launch_type FARGATE.",
       [](auto& r) { r.task_definition = "box"; }},
      {"PlatformUnknownException: The specified platform does not exist.",
       [](auto& r) { r.platform_version = "2"; }},
      {"InvalidParameterException: Tags can not be propagated from a service",
       [](auto& r) { r.propagate_tags = PropagateTags::Service; }},
      {"InvalidParameterException: Placement constraints are not supported with FARGATE launch type.",
       [](auto& r) { r.placement_constraints = std::vector<PlacementConstraint>(1); }},
  };
  for (Row const& row : rows) {
    auto request = run_web();
    row.change(request);
    std::string const told = scene.refusal(&run_task, request);
    CHECK_MESSAGE(told.starts_with(row.message), "told: ", told);
  }
  scene(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "box:1"});
  auto request = run_box();
  request.task_definition = "box:1";
  CHECK(scene.refusal(&run_task, request) == "ClientException: TaskDefinition is inactive");
}

TEST_CASE("overrides change what they name; the Go SDK's empty values are not given") {
  Scene scene;
  auto request = run_web();
  request.overrides = {{.container_overrides =
                            std::vector<ContainerOverride>{
                                {.name = "app",
                                 .command = std::vector<std::string>{"sleep", "1"},
                                 .environment = std::vector<KeyValuePair>{{.name = "A", .value = "1"}},
                                 .cpu = 0,
                                 .memory = 0,
                                 .memory_reservation = 100}},
                        .cpu = "512",
                        .execution_role_arn = "",
                        .memory = "1 GB",
                        .task_role_arn = ""}};
  Task const task = run(scene, request).at(0);
  CHECK(task.cpu == "512");
  CHECK(task.memory == "1024");
  CHECK(task.overrides->cpu == "512");
  CHECK_FALSE(task.overrides->task_role_arn);
  CHECK(task.containers->at(0).memory == "128");
  CHECK(task.containers->at(0).memory_reservation == "100");
  ContainerOverride const& echoed = task.overrides->container_overrides->at(0);
  CHECK(*echoed.command == std::vector<std::string>{"sleep", "1"});
  CHECK_FALSE(echoed.cpu);
  auto const row =
      scene.store.transact([&](state::Database& db) { return *state::find_task(db, key_of(scene, task)); });
  CHECK(row.overrides.at(0).command == std::vector<std::string>{"sleep", "1"});
  CHECK(row.overrides.at(0).environment.at(0) == std::pair<std::string, std::string>{"A", "1"});
  CHECK(row.memory_mib == 1024);
}

TEST_CASE("several tasks spread over the zones of their subnets") {
  Scene scene;
  auto request = run_web();
  request.count = 4;
  request.network_configuration->awsvpc_configuration->subnets =
      std::vector<std::string>{"subnet-1", "subnet-2", "subnet-3", "subnet-4", "subnet-5", "subnet-6"};
  std::set<std::string> used, ids;
  for (Task const& task : run(scene, request)) {
    used.insert(*task.availability_zone);
    ids.insert(*task.task_arn);
  }
  CHECK(used.size() > 1);
  CHECK(ids.size() == 4);
}

TEST_CASE("startedBy, group and the name of the capacity provider are kept") {
  Scene scene;
  scene(&put_cluster_capacity_providers,
        PutClusterCapacityProvidersRequest{
            .cluster = "c",
            .capacity_providers = std::vector<std::string>{"FARGATE", "FARGATE_SPOT"},
            .default_capacity_provider_strategy = std::vector<CapacityProviderStrategyItem>{}});
  auto request = run_web();
  request.launch_type.reset();
  request.count = 4;
  request.started_by = "me";
  request.group = "family:special";
  request.capacity_provider_strategy = std::vector<CapacityProviderStrategyItem>{
      {.capacity_provider = "FARGATE", .base = 1}, {.capacity_provider = "FARGATE_SPOT", .weight = 1}};
  int spot = 0;
  for (Task const& task : run(scene, request)) {
    CHECK(task.started_by == "me");
    CHECK(task.group == "family:special");
    CHECK(task.launch_type == LaunchType::Fargate);
    spot += task.capacity_provider_name == "FARGATE_SPOT" ? 1 : 0;
  }
  CHECK(spot == 3);
}

TEST_CASE("tags are explicit, propagated and managed; explicit ones win") {
  Scene scene;
  auto request = run_web();
  request.tags = std::vector<Tag>{{.key = "mine", .value = "1"}};
  request.propagate_tags = PropagateTags::TaskDefinition;
  request.enable_ecs_managed_tags = true;
  Task const task = run(scene, request).at(0);
  std::vector<Tag> const all{{.key = "from", .value = "definition"},
                             {.key = "mine", .value = "1"},
                             {.key = "aws:ecs:clusterName", .value = "c"}};
  CHECK(*task.tags == all);
  CHECK(described(scene, task).tags->empty());
  CHECK(*described(scene, task, true).tags == all);
  request.tags = std::vector<Tag>{{.key = "from", .value = "me"}};
  CHECK(run(scene, request).at(0).tags->at(0) == Tag{.key = "from", .value = "me"});
  Task const stopped = *scene(&stop_task, StopTaskRequest{.cluster = "c", .task = task.task_arn}).task;
  CHECK(stopped.tags->empty());
}

TEST_CASE("the same client token runs nothing twice") {
  Scene scene;
  auto request = run_web();
  request.count = 2;
  request.client_token = "t";
  auto const first = run(scene, request);
  scene(&stop_task, StopTaskRequest{.cluster = "c", .task = first.at(0).task_arn});
  auto const again = run(scene, request);
  REQUIRE(again.size() == 2);
  CHECK(again.at(0).task_arn == first.at(0).task_arn);
  CHECK(again.at(0).desired_status == "STOPPED");
  request.count = 1;
  CHECK(scene.refusal(&run_task, request) ==
        "ConflictException: The RunTask request could not be processed due to conflicts. The provided "
        "clientToken is "
        "already in use with a different request.");
  scene.clock.advance(std::chrono::hours{24});
  CHECK(run(scene, request).size() == 1);
}

}  // namespace neargate::api::ecs
