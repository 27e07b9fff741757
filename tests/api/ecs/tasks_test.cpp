#include <set>

#include "domain/lifecycle.h"
#include "tests/api/ecs/task_scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::change_task;
using testing::described;
using testing::id_of;
using testing::run;
using testing::run_box;
using testing::run_web;
using testing::Scene;

TEST_CASE("stopping tells the task to stop, with the reason verbatim") {
  Scene scene;
  Task const task = run(scene, run_web()).at(0);
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
  Task const other = run(scene, run_web()).at(0);
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
  Task const task = run(scene, run_web()).at(0);
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
  Task const task = run(scene, run_web()).at(0);
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
  Task const task = run(scene, run_box()).at(0);
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
  auto request = run_box();
  request.started_by = "me";
  Task const mine = run(scene, request).at(0);
  Task const other = run(scene, run_web()).at(0);
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
  auto request = run_box();
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
  run(scene, run_box());
  CHECK(scene.refusal(&delete_cluster, DeleteClusterRequest{.cluster = "c"}) ==
        "ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.");
}

}  // namespace neargate::api::ecs
