#include "domain/lifecycle.h"
#include "tests/api/ecs/scene.h"

#include <set>

namespace neargate::api::ecs {

using testing::arn;
using testing::Scene;

namespace {

RunTaskRequest web() {
  return {.cluster = "c",
          .launch_type = LaunchType::Fargate,
          .network_configuration = Scene::network(),
          .task_definition = "web"};
}
RunTaskRequest box() { return {.cluster = "c", .task_definition = "box"}; }

std::vector<Task> run(Scene& scene, RunTaskRequest const& request) {
  return *scene(&run_task, request).tasks;
}

std::string id_of(Task const& task) { return task.task_arn->substr(task.task_arn->rfind('/') + 1); }

domain::TaskKey key_of(Scene const& scene, Task const& task) {
  return {scene.scope, domain::ClusterName{"c"}, domain::TaskId{id_of(task)}};
}

template <class Change>
void change_task(Scene& scene, Task const& task, Change change) {
  scene.store.transact([&](state::Database& db) {
    auto row = *state::find_task(db, key_of(scene, task));
    change(row);
    state::save_task(db, row);
  });
}

Task described(Scene& scene, Task const& task, bool with_tags = false) {
  DescribeTasksRequest request{.cluster = "c", .tasks = std::vector<std::string>{*task.task_arn}};
  if (with_tags) request.include = std::vector<TaskField>{TaskField::Tags};
  return scene(&describe_tasks, request).tasks->at(0);
}

}  // namespace

TEST_CASE("RunTask answers a Fargate task as AWS first shows it") {
  Scene scene;
  auto const response = scene(&run_task, web());
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
  Task const task = run(scene, box()).at(0);
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
    auto request = web();
    row.change(request);
    std::string const told = scene.refusal(&run_task, request);
    CHECK_MESSAGE(told.starts_with(row.message), "told: ", told);
  }
  scene(&deregister_task_definition, DeregisterTaskDefinitionRequest{.task_definition = "box:1"});
  auto request = box();
  request.task_definition = "box:1";
  CHECK(scene.refusal(&run_task, request) == "ClientException: TaskDefinition is inactive");
}

TEST_CASE("overrides change what they name; the Go SDK's empty values are not given") {
  Scene scene;
  auto request = web();
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
  auto request = web();
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
  auto request = web();
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
  auto request = web();
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
  auto request = web();
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

TEST_CASE("stopping tells the task to stop, with the reason verbatim") {
  Scene scene;
  Task const task = run(scene, web()).at(0);
  scene.clock.advance(std::chrono::seconds{1});
  StopTaskRequest const request{.cluster = "c", .task = id_of(task), .reason = "<enough> & more"};
  Task const stopped = *scene(&stop_task, request).task;
  CHECK(stopped.desired_status == "STOPPED");
  CHECK(stopped.stop_code == TaskStopCode::UserInitiated);
  CHECK(stopped.stopped_reason == "<enough> & more");
  CHECK(stopped.stopping_at == scene.clock.now());
  CHECK_FALSE(stopped.health_status);
  CHECK(scene(&stop_task, StopTaskRequest{.cluster = "c", .task = id_of(task), .reason = "other"})
            .task->stopped_reason == "<enough> & more");
  Task const other = run(scene, web()).at(0);
  CHECK(scene(&stop_task, StopTaskRequest{.cluster = "c", .task = other.task_arn}).task->stopped_reason ==
        "Task stopped by user");
}

TEST_CASE("stopping what is not there is refused") {
  Scene scene;
  CHECK(scene.refusal(&stop_task, StopTaskRequest{.cluster = "c", .task = std::string(32, 'a')}) ==
        "InvalidParameterException: The referenced task was not found.");
  CHECK(scene.refusal(&stop_task, StopTaskRequest{.cluster = "c", .task = "web"}) ==
        "InvalidParameterException: taskId length should be one of [32,36]");
  CHECK(scene.refusal(&stop_task, StopTaskRequest{.cluster = "nope", .task = std::string(32, 'a')}) ==
        "ClusterNotFoundException: Cluster not found.");
}

TEST_CASE("a running task shows its interface in AWS's order, its runtime id and its health") {
  Scene scene;
  Task const task = run(scene, web()).at(0);
  change_task(scene, task, [&](domain::Task& row) {
    row.last_status = domain::TaskStatus::Running;
    row.started_at = row.connectivity_at = scene.clock.now();
    row.eni->private_ip = "172.31.16.5";
    row.eni->status = domain::InterfaceStatus::Attached;
    row.containers[0].status = domain::ContainerStatus::Running;
    row.containers[0].runtime_id = std::string(64, 'd');
    row.containers[0].image_digest = "sha256:1";
  });
  Task const shown = described(scene, task);
  CHECK(shown.last_status == "RUNNING");
  CHECK(shown.connectivity == Connectivity::Connected);
  CHECK(shown.health_status == HealthStatus::Unknown);
  std::vector<std::string> names;
  for (auto const& detail : *shown.attachments->at(0).details) names.push_back(*detail.name);
  CHECK(names == std::vector<std::string>{"subnetId", "networkInterfaceId", "macAddress", "privateDnsName",
                                          "privateIPv4Address"});
  CHECK(shown.attachments->at(0).status == "ATTACHED");
  CHECK(shown.attachments->at(0).details->at(3).value == "ip-172-31-16-5.eu-west-1.compute.internal");
  Container const& container = shown.containers->at(0);
  CHECK(container.last_status == "RUNNING");
  CHECK(container.runtime_id->starts_with(id_of(task) + "-"));
  CHECK(container.runtime_id->size() == 43);
  CHECK(container.image_digest == "sha256:1");
  CHECK(container.health_status == HealthStatus::Unknown);
  CHECK(container.network_bindings->empty());
  CHECK(container.network_interfaces->at(0).private_ipv4_address == "172.31.16.5");
  CHECK(container.network_interfaces->at(0).attachment_id == shown.attachments->at(0).id);
}

TEST_CASE("a task that never got its interface says so") {
  Scene scene;
  Task const task = run(scene, web()).at(0);
  change_task(scene, task, [&](domain::Task& row) {
    domain::request_stop(row, domain::StopCode::TaskFailedToStart, "CannotPullContainerError: x",
                         scene.clock.now());
    row.last_status = domain::TaskStatus::Stopped;
    row.eni->status = domain::InterfaceStatus::Deleted;
    row.containers[0].status = domain::ContainerStatus::Stopped;
    row.containers[0].exit_code = 1;
  });
  Task const shown = described(scene, task);
  CHECK(*shown.attachments->at(0).details ==
        std::vector<KeyValuePair>{{.name = "subnetId", .value = "subnet-f525c9be"},
                                  {.name = "networkInterfaceId", .value = "unset"},
                                  {.name = "macAddress"}});
  CHECK(shown.stop_code == TaskStopCode::TaskFailedToStart);
  CHECK(shown.stopped_reason == "CannotPullContainerError: x");
  CHECK(shown.containers->at(0).exit_code == 1);
}

TEST_CASE("describe fails what is not there and what lives in another cluster") {
  Scene scene;
  Task const task = run(scene, box()).at(0);
  scene(&create_cluster, CreateClusterRequest{.cluster_name = "other"});
  std::string const missing(32, 'a');
  DescribeTasksRequest const request{.cluster = "other",
                                     .tasks = std::vector<std::string>{id_of(task), missing, *task.task_arn}};
  auto const response = scene(&describe_tasks, request);
  CHECK(response.tasks->empty());
  CHECK(*response.failures ==
        std::vector<Failure>{{.arn = arn("task/other/" + id_of(task)), .reason = "MISSING"},
                             {.arn = arn("task/other/" + missing), .reason = "MISSING"},
                             {.arn = task.task_arn, .reason = "MISSING"}});
  CHECK(scene.refusal(&describe_tasks, DescribeTasksRequest{.cluster = "c"}) ==
        "InvalidParameterException: Tasks cannot be empty.");
  CHECK(
      scene.refusal(&describe_tasks,
                    DescribeTasksRequest{.cluster = "c", .tasks = std::vector<std::string>(101, missing)}) ==
      "InvalidParameterException: taskIds can have at most 100 items.");
}

TEST_CASE("tasks are listed by what is wanted of them and by filter") {
  Scene scene;
  scene.create(Scene::web_service());
  auto request = box();
  request.started_by = "me";
  Task const mine = run(scene, request).at(0);
  Task const other = run(scene, web()).at(0);
  auto const listed = [&](ListTasksRequest filter) {
    filter.cluster = "c";
    return scene(&list_tasks, filter).task_arns->size();
  };
  CHECK(listed({}) == 2);
  CHECK(listed({.started_by = "me"}) == 1);
  CHECK(listed({.family = "web"}) == 1);
  CHECK(listed({.family = "we"}) == 0);
  CHECK(listed({.launch_type = LaunchType::Ec2}) == 1);
  CHECK(listed({.service_name = "s"}) == 0);
  CHECK(listed({.desired_status = DesiredStatus::Pending}) == 0);
  CHECK(listed({.desired_status = DesiredStatus::Stopped}) == 0);
  scene(&stop_task, StopTaskRequest{.cluster = "c", .task = other.task_arn});
  CHECK(listed({}) == 1);
  CHECK(listed({.desired_status = DesiredStatus::Stopped}) == 1);
  CHECK(scene.refusal(&list_tasks, ListTasksRequest{.cluster = "c", .family = "web", .started_by = "me"}) ==
        "InvalidParameterException: cannot specify startedBy with other arguments");
  CHECK(scene.refusal(&list_tasks, ListTasksRequest{.cluster = "c", .service_name = "none"}) ==
        "ServiceNotFoundException: Service not found.");
}

TEST_CASE("tasks are listed in pages") {
  Scene scene;
  auto request = box();
  request.count = 5;
  run(scene, request);
  std::set<std::string> seen;
  ListTasksRequest page{.cluster = "c", .max_results = 2};
  int pages = 0;
  do {
    auto const response = scene(&list_tasks, page);
    seen.insert(response.task_arns->begin(), response.task_arns->end());
    page.next_token = response.next_token;
    ++pages;
  } while (page.next_token);
  CHECK(pages == 3);
  CHECK(seen.size() == 5);
}

TEST_CASE("a cluster with tasks cannot be deleted") {
  Scene scene;
  run(scene, box());
  CHECK(scene.refusal(&delete_cluster, DeleteClusterRequest{.cluster = "c"}) ==
        "ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.");
}

}  // namespace neargate::api::ecs
