// The operations on registered definitions over the wire: what each refuses, and what is gone when deleted.

#include "state/definition_sweep.h"
#include "tests/api/ecs/table.h"
#include "tests/api/ecs/task_scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::Scene;
using testing::Wire;

namespace {

int sweep(Scene& scene) {
  return scene.store.transact(
      [&](state::Database& db) { return state::sweep_task_definitions(db, scene.clock.now()); });
}

}  // namespace

TEST_CASE("DescribeTaskDefinition and DeregisterTaskDefinition refuse in AWS's words") {
  Scene scene;
  Wire wire(scene);
  char const* const undescribed = "400 ClientException: Unable to describe task definition.";
  wire.refuses(
      "DescribeTaskDefinition", R"({"taskDefinition": "web"})",
      {{R"({"taskDefinition": "none"})", undescribed},
       {R"({"taskDefinition": "web:2"})", undescribed},
       {R"({"taskDefinition": "web:x"})", undescribed},
       {R"({"taskDefinition": "arn:aws:ecs:eu-west-1:123456789012:task-definition/web"})", undescribed},
       {R"({"taskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1"})", undescribed},
       {R"({"include": ["ALL"]})", "400 InvalidParameterException: include should be one of [TAGS]"}});
  wire.refuses(
      "DeregisterTaskDefinition", R"({"taskDefinition": "web:1"})",
      {{R"({"taskDefinition": "web"})", "400 ClientException: Revision is missing."},
       {R"({"taskDefinition": "web:x"})", "400 ClientException: Invalid revision number. Number: x"},
       {R"({"taskDefinition": "web:9"})", "400 ClientException: Unable to deregister task definition."}});
  // An INACTIVE one is described by its revision, and no longer by its family.
  wire("DeregisterTaskDefinition", R"({"taskDefinition": "web:1"})");
  wire("DescribeTaskDefinition", R"({"taskDefinition": "web:1"})")
      .shows({{"/taskDefinition/status", R"("INACTIVE")"}, {"/tags", "[]"}});
  CHECK(wire("DescribeTaskDefinition", R"({"taskDefinition": "web"})").told == undescribed);
  CHECK(wire("RunTask", R"({"cluster": "c", "taskDefinition": "web:1"})").told ==
        "400 ClientException: TaskDefinition is inactive");
  CHECK(wire("RunTask", R"({"cluster": "c", "taskDefinition": "web"})").told ==
        "400 ClientException: TaskDefinition not found.");
}

TEST_CASE("the lists of definitions and families refuse in AWS's words") {
  Scene scene;
  Wire wire(scene);
  for (char const* operation : {"ListTaskDefinitions", "ListTaskDefinitionFamilies"})
    wire.refuses(
        operation, "{}",
        {{R"({"maxResults": 101})", "400 InvalidParameterException: Max results can not be greater than 100"},
         {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."},
         {R"({"status": "GONE"})", "400 InvalidParameterException: status should be one of […"}});
  wire.refuses("ListTaskDefinitions", "{}",
               {{R"({"sort": "UP"})", "400 InvalidParameterException: sort should be one of [ASC,DESC]"}});
  wire.refuses(
      "DeleteTaskDefinitions", R"({"taskDefinitions": ["web:1"]})",
      {{R"({"taskDefinitions": []})",
        "400 InvalidParameterException: size of TaskDefinition references list must be greater than 0"},
       {R"({"taskDefinitions": ["a","a","a","a","a","a","a","a","a","a","a"]})",
        "400 InvalidParameterException: Size of TaskDefinition references list cannot exceed 10"}});
}

TEST_CASE("a deleted definition is gone once no task and no service holds it, and its number with it") {
  Scene scene;
  Wire wire(scene);
  scene.create(Scene::web_service());
  Task const task = testing::run(scene, testing::run_box()).at(0);
  scene.register_box();
  for (char const* name : {"web:1", "box:1", "box:2"})
    wire("DeregisterTaskDefinition", R"({"taskDefinition": ")" + std::string(name) + R"("})");
  auto const deleted = wire("DeleteTaskDefinitions", R"({"taskDefinitions": ["web:1", "box:1", "box:2"]})");
  deleted.shows({{"/taskDefinitions/0/status", R"("DELETE_IN_PROGRESS")"},
                 {"/taskDefinitions/0/previousStatus", R"("INACTIVE")"},
                 {"/taskDefinitions/2/status", R"("DELETE_IN_PROGRESS")"},
                 {"/failures", "[]"}});
  wire("DescribeTaskDefinition", R"({"taskDefinition": "box:2"})")
      .shows({{"/taskDefinition/status", R"("DELETE_IN_PROGRESS")"},
              {"/taskDefinition/deleteRequestedAt", "1700000000.123"}});
  auto const described = [&](char const* name) {
    return wire("DescribeTaskDefinition", R"({"taskDefinition": ")" + std::string(name) + R"("})").told;
  };
  auto const listed = [&] {
    return wire("ListTaskDefinitions", R"({"status": "DELETE_IN_PROGRESS"})").at("/taskDefinitionArns");
  };
  CHECK(sweep(scene) == 0);  // asked for just now
  CHECK(described("box:2") == "200");
  scene.clock.advance(std::chrono::seconds{1});
  CHECK(sweep(scene) == 1);
  CHECK(described("box:2") == "400 ClientException: Unable to describe task definition.");
  CHECK(listed() == "[\"" + arn("task-definition/box:1") + "\",\"" + arn("task-definition/web:1") + "\"]");
  // A STOPPED task that can still be described holds its definition too.
  testing::change_task(scene, task, [&](domain::Task& row) {
    row.last_status = domain::TaskStatus::Stopped;
    row.stopped_at = scene.clock.now();
  });
  CHECK(sweep(scene) == 0);
  scene.clock.advance(std::chrono::seconds{1});
  scene.store.transact([&](state::Database& db) { state::forget_stopped_tasks(db, scene.clock.now()); });
  CHECK(sweep(scene) == 1);
  // Deleting again is no error, and numbers are never given twice.
  wire("DeleteTaskDefinitions", R"({"taskDefinitions": ["web:1"]})")
      .shows({{"/taskDefinitions/0/previousStatus", R"("INACTIVE")"}});
  scene.change_service([](domain::Service& service) { service.status = domain::ServiceStatus::Inactive; });
  CHECK(sweep(scene) == 1);
  CHECK(wire("ListTaskDefinitionFamilies", "{}").body == R"({"families":[]})");
  scene.register_box();
  CHECK(described("box:3") == "200");
}

}  // namespace neargate::api::ecs
