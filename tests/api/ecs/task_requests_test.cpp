// ListTasks, DescribeTasks and StopTask over the wire: what they refuse and what they take for granted.

#include "tests/api/ecs/table.h"
#include "tests/api/ecs/task_scene.h"

namespace neargate::api::ecs {

using testing::id_of;
using testing::Row;
using testing::Scene;
using testing::Wire;

namespace {

std::string const unknown_task(32, 'a');
std::string const old_id = "11111111-2222-4333-8444-555555555555";
char const* const missing_cluster = "400 ClusterNotFoundException: Cluster not found.";

std::string hundred_and_one() {
  std::string list = R"({"tasks": [)";
  for (int i = 0; i <= 100; ++i) list += (i == 0 ? "\"" : ",\"") + unknown_task + "\"";
  return list + "]}";
}

std::size_t listed(Wire& wire, char const* change) {
  auto const answer = wire("ListTasks", R"({"cluster": "c"})", change);
  REQUIRE(answer.told == "200");
  std::size_t count = 0;
  while (answer.at("/taskArns/" + std::to_string(count)) != "absent") ++count;
  return count;
}

}  // namespace

TEST_CASE("ListTasks refuses in AWS's words") {
  Scene scene;
  Wire wire(scene);
  wire.refuses(
      "ListTasks", R"({"cluster": "c"})",
      {{R"({"cluster": "x"})", missing_cluster},
       {R"({"serviceName": "x"})", "400 ServiceNotFoundException: Service not found."},
       {R"({"startedBy": "me", "family": "web"})",
        "400 InvalidParameterException: cannot specify startedBy with other arguments"},
       {R"({"startedBy": "me", "desiredStatus": "STOPPED"})",
        "400 InvalidParameterException: cannot specify startedBy with other arguments"},
       {R"({"launchType": "LAMBDA"})",
        "400 InvalidParameterException: launch type should be one of "
        "[EC2,FARGATE,EXTERNAL,FMI,MANAGED_INSTANCES]"},
       {R"({"desiredStatus": "IDLE"})",
        "400 InvalidParameterException: desired status should be one of [RUNNING,PENDING,STOPPED]"},
       {R"({"maxResults": 101})", "400 InvalidParameterException: Max results can not be greater than 100"},
       {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."}});
}

TEST_CASE("ListTasks filters by each of its members, RUNNING by default") {
  Scene scene;
  Wire wire(scene);
  CHECK(wire("ListTasks", R"({"cluster": "c"})").body == R"({"taskArns":[]})");
  auto request = testing::run_web();
  request.count = 2;
  Task const task = testing::run(scene, request).at(0);
  auto box = testing::run_box();
  box.started_by = "me";
  testing::run(scene, box);
  wire("StopTask", R"({"cluster": "c", "task": ")" + id_of(task) + R"("})");
  CHECK(listed(wire, "{}") == 2);
  CHECK(listed(wire, R"({"desiredStatus": "RUNNING"})") == 2);
  CHECK(listed(wire, R"({"desiredStatus": "STOPPED"})") == 1);
  CHECK(listed(wire, R"({"desiredStatus": "PENDING"})") == 0);
  CHECK(listed(wire, R"({"family": "web"})") == 1);
  CHECK(listed(wire, R"({"family": "we"})") == 0);
  CHECK(listed(wire, R"({"family": "web", "desiredStatus": "STOPPED", "launchType": "FARGATE"})") == 1);
  CHECK(listed(wire, R"({"launchType": "EC2"})") == 1);
  CHECK(listed(wire, R"({"launchType": "EXTERNAL"})") == 0);
  CHECK(listed(wire, R"({"startedBy": "me"})") == 1);
  CHECK(listed(wire, R"({"startedBy": "you"})") == 0);
  // The Go SDK's unset members.
  CHECK(listed(wire, R"({"startedBy": "me", "family": "", "serviceName": "", "maxResults": 0})") == 1);
}

TEST_CASE("ListTasks pages through every task once") {
  Scene scene;
  Wire wire(scene);
  auto request = testing::run_box();
  request.count = 5;
  testing::run(scene, request);
  std::set<std::string> seen;
  std::string change = R"({"maxResults": 2})";
  int pages = 0;
  for (bool more = true; more; ++pages) {
    auto const page = wire("ListTasks", R"({"cluster": "c", "family": "box"})", change);
    for (char const* item : {"/taskArns/0", "/taskArns/1"})
      if (page.at(item) != "absent") CHECK(seen.insert(page.at(item)).second);
    more = page.at("/nextToken") != "absent";
    change = R"({"maxResults": 2, "nextToken": ")" + page.text("/nextToken") + R"("})";
  }
  CHECK(pages == 3);
  CHECK(seen.size() == 5);
}

TEST_CASE("DescribeTasks refuses in AWS's words, and tells what is missing by its full ARN") {
  Scene scene;
  Wire wire(scene);
  std::string const many = hundred_and_one();
  wire.refuses(
      "DescribeTasks", R"({"cluster": "c", "tasks": [")" + unknown_task + R"("]})",
      {{R"({"cluster": "x"})", missing_cluster},
       {R"({"cluster": "x", "tasks": []})", missing_cluster},
       {R"({"tasks": []})", "400 InvalidParameterException: Tasks cannot be empty."},
       {R"({"tasks": null})", "400 InvalidParameterException: Tasks cannot be empty."},
       {many.c_str(), "400 InvalidParameterException: taskIds can have at most 100 items."},
       {R"({"tasks": ["web"]})", "400 InvalidParameterException: taskId length should be one of [32,36]"},
       {R"({"include": ["EVENTS"]})", "400 InvalidParameterException: include should be one of [TAGS]"}});
  wire("CreateCluster", R"({"clusterName": "other"})");
  Task const task = testing::run(scene, testing::run_box()).at(0);
  auto const answer = wire("DescribeTasks", R"({"cluster": "other", "tasks": [")" + id_of(task) + R"(", ")" +
                                                *task.task_arn + R"(", ")" + old_id + R"("]})");
  answer.shows({{"/tasks", "[]"},
                {"/failures/0/reason", R"("MISSING")"},
                {"/failures/1/reason", R"("MISSING")"},
                {"/failures/3", "absent"}});
  CHECK(answer.text("/failures/0/arn") == testing::arn("task/other/" + id_of(task)));
  CHECK(answer.text("/failures/1/arn") == *task.task_arn);
}

TEST_CASE("StopTask refuses in AWS's words, and may be repeated") {
  Scene scene;
  Wire wire(scene);
  Task const task = testing::run(scene, testing::run_box()).at(0);
  std::string const request = R"({"cluster": "c", "task": ")" + id_of(task) + R"("})";
  std::string const long_reason = R"({"reason": ")" + std::string(1025, 'x') + R"("})";
  std::string const other_task = R"({"task": ")" + unknown_task + R"("})";
  std::string const other_cluster = R"({"task": ")" + testing::arn("task/other/" + unknown_task) + R"("})";
  wire.refuses(
      "StopTask", request,
      {{R"({"cluster": "x"})", missing_cluster},
       {other_task.c_str(), "400 InvalidParameterException: The referenced task was not found."},
       {R"({"task": "web"})", "400 InvalidParameterException: taskId length should be one of [32,36]"},
       {other_cluster.c_str(),
        "400 InvalidParameterException: Invalid identifier: Identifier is for cluster other. Your "
        "cluster is c"},
       {long_reason.c_str(), "400 InvalidParameterException: …"}});
  wire("StopTask", request)
      .shows({{"/task/desiredStatus", R"("STOPPED")"},
              {"/task/stopCode", R"("UserInitiated")"},
              {"/task/stoppedReason", R"("Task stopped by user")"},
              {"/task/tags", "[]"},
              {"/task/healthStatus", "absent"}});
  wire("StopTask", request, R"({"reason": "again"})")
      .shows({{"/task/stoppedReason", R"("Task stopped by user")"}});
  testing::change_task(scene, task, [&](domain::Task& row) {
    row.last_status = domain::TaskStatus::Stopped;
    row.stopped_at = scene.clock.now();
  });
  wire("StopTask", request, R"({"reason": "again"})")
      .shows({{"/task/lastStatus", R"("STOPPED")"}, {"/task/stoppedReason", R"("Task stopped by user")"}});
}

}  // namespace neargate::api::ecs
