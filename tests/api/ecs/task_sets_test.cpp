// Task sets over the wire: made, scaled, promoted, described, drained.

#include "tests/api/ecs/service_scene.h"

namespace neargate::api::ecs {

using testing::external_request;
using testing::Scene;
using testing::start_task_of;
using testing::task_set_request;
using testing::Wire;

namespace {

/// An EXTERNAL service of three tasks.
struct External : Scene {
  Wire wire{*this};
  External() { REQUIRE(wire("CreateService", external_request()).told == "200"); }

  std::string set_id(std::string const& more = "") {
    auto const answer = wire("CreateTaskSet", task_set_request(more));
    REQUIRE(answer.told == "200");
    return answer.text("/taskSet/id");
  }
  std::string on(std::string const& set, std::string const& more = "") const {
    return R"({"cluster": "c", "service": "s", "taskSet": ")" + set + '"' + more + "}";
  }
  testing::Answer service() {
    return wire("DescribeServices", R"({"cluster": "c", "services": ["s"], "include": ["TAGS"]})");
  }
};

}  // namespace

TEST_CASE("an EXTERNAL service has no definition, deployment or launch type of its own") {
  Scene scene;
  Wire wire(scene);
  wire("CreateService",
       R"({"cluster": "c", "serviceName": "s", "deploymentController": {"type": "EXTERNAL"}})")
      .shows({{"/service/status", R"("ACTIVE")"},
              {"/service/desiredCount", "0"},
              {"/service/deployments", "[]"},
              {"/service/taskSets", "[]"},
              {"/service/taskDefinition", "absent"},
              {"/service/launchType", "absent"},
              {"/service/networkConfiguration", "absent"},
              {"/service/loadBalancers", "[]"},
              {"/service/deploymentController", R"({"type":"EXTERNAL"})"},
              {"/service/deploymentConfiguration/maximumPercent", "200"}});
}

TEST_CASE("a new task set is ACTIVE, stabilizing, and wants its share rounded up") {
  External scene;
  auto const answer = scene.wire(
      "CreateTaskSet", task_set_request(R"(, "externalId": "x", "scale": {"value": 34, "unit": "PERCENT"},
                            "tags": [{"key": "k", "value": "v"}])"));
  answer.shows({{"/taskSet/status", R"("ACTIVE")"},
                {"/taskSet/stabilityStatus", R"("STABILIZING")"},
                {"/taskSet/computedDesiredCount", "2"},
                {"/taskSet/runningCount", "0"},
                {"/taskSet/pendingCount", "0"},
                {"/taskSet/externalId", R"("x")"},
                {"/taskSet/launchType", R"("FARGATE")"},
                {"/taskSet/platformVersion", R"("1.4.0")"},
                {"/taskSet/platformFamily", R"("Linux")"},
                {"/taskSet/loadBalancers", "[]"},
                {"/taskSet/serviceRegistries", "[]"},
                {"/taskSet/scale", R"({"unit":"PERCENT","value":34.0})"},
                {"/taskSet/tags", R"([{"key":"k","value":"v"}])"},
                {"/taskSet/startedBy", "absent"},
                {"/taskSet/networkConfiguration/awsvpcConfiguration/assignPublicIp", R"("DISABLED")"}});
  std::string const id = answer.text("/taskSet/id");
  CHECK(answer.text("/taskSet/taskSetArn") == "arn:aws:ecs:eu-west-1:123456789012:task-set/c/s/" + id);
  // Without a scale it is the whole.
  scene.wire("CreateTaskSet", task_set_request())
      .shows({{"/taskSet/scale/value", "100.0"}, {"/taskSet/computedDesiredCount", "3"}});
  // 10 × 30 % is 3, whatever binary fractions make of it.
  scene.wire("UpdateService", R"({"cluster": "c", "service": "s", "desiredCount": 10})");
  scene.wire("UpdateTaskSet", scene.on(id, R"(, "scale": {"value": 30.0, "unit": "PERCENT"})"))
      .shows({{"/taskSet/computedDesiredCount", "3"}});
}

TEST_CASE("CreateTaskSet is refused in AWS's words") {
  External scene;
  scene.wire("CreateService",
             R"({"cluster": "c", "serviceName": "rolling", "taskDefinition": "box", "desiredCount": 0})");
  scene.wire.refuses(
      "CreateTaskSet", task_set_request(),
      {
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
          {R"({"service": "x"})", "400 ServiceNotFoundException: Service not found."},
          {R"({"service": "rolling"})",
           "400 InvalidParameterException: Amazon ECS only supports task set management on services "
           "configured "
           "to use external deployment controllers."},
          {R"({"taskDefinition": ""})", "400 InvalidParameterException: TaskDefinition can not be blank."},
          {R"({"taskDefinition": "none"})", "400 ClientException: TaskDefinition not found."},
          {R"({"taskDefinition": "box"})",
           "400 InvalidParameterException: Task definition does not support launch_type FARGATE."},
          {R"({"networkConfiguration": null})",
           "400 InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' "
           "is "
           "specified."},
          {R"({"platformVersion": "9"})",
           "400 PlatformUnknownException: The specified platform does not exist."},
          {R"({"scale": {"value": 101, "unit": "PERCENT"}})",
           "400 InvalidParameterException: Scale value must be between 0.0 and 100.0."},
          {R"({"scale": {"value": -1, "unit": "PERCENT"}})",
           "400 InvalidParameterException: Scale value must be between 0.0 and 100.0."},
          {R"({"clientToken": "0123456789012345678901234567890123456"})",
           "400 InvalidParameterException: idempotency token longer than 36."},
          {R"({"capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]})",
           "400 InvalidParameterException: Specifying both a launch type and capacity provider strategy is "
           "not "
           "supported. Remove one and try again."},
          {R"({"loadBalancers": [{"targetGroupArn": "t", "containerName": "x", "containerPort": 80}]})",
           "400 InvalidParameterException: The container x does not exist in the task definition."},
          {R"({"serviceRegistries": [{}, {}]})",
           "400 InvalidParameterException: service registries can have at most 1 items."},
          {R"({"tags": [{"key": "aws:x", "value": ""}]})", "400 InvalidParameterException: Tag keys that …"},
      });
  scene.wire("DeleteService", R"({"cluster": "c", "service": "s", "force": true})");
  CHECK(scene.wire("CreateTaskSet", task_set_request()).told ==
        "400 ServiceNotActiveException: Service was not ACTIVE.");
}

TEST_CASE("a sixth task set is too many, as AWS counts") {
  External scene;
  for (int i = 0; i < 5; ++i) scene.set_id();
  CHECK(
      scene.wire("CreateTaskSet", task_set_request()).told ==
      "400 InvalidParameterException: 5 deployments exist on the service. Unable to create new TaskSet since "
      "this exceeds the maximum limit.");
}

TEST_CASE("the same token makes one task set") {
  External scene;
  std::string const first = scene.set_id(R"(, "clientToken": "t")");
  CHECK(scene.set_id(R"(, "clientToken": "t")") == first);
  CHECK(
      scene.wire("CreateTaskSet", task_set_request(R"(, "clientToken": "t", "externalId": "other")")).told ==
      "400 InvalidParameterException: Creation of task set was not idempotent.");
  CHECK(scene.set_id(R"(, "clientToken": "u")") != first);
}

TEST_CASE("a primary task set gives the service what it is made of, and takes it away") {
  External scene;
  std::string const first = scene.set_id();
  std::string const second = scene.set_id(R"(, "scale": {"value": 0, "unit": "PERCENT"})");
  std::string const request = R"({"cluster": "c", "service": "s", "primaryTaskSet": ")";
  scene.wire("UpdateServicePrimaryTaskSet", request + first + "\"}")
      .shows({{"/taskSet/status", R"("PRIMARY")"}});
  scene.service().shows(
      {{"/services/0/launchType", R"("FARGATE")"},
       {"/services/0/platformVersion", R"("1.4.0")"},
       {"/services/0/taskSets/0/status", R"("PRIMARY")"},
       {"/services/0/taskSets/1/status", R"("ACTIVE")"},
       {"/services/0/networkConfiguration/awsvpcConfiguration/subnets/0", R"("subnet-f525c9be")"}});
  CHECK(scene.service().text("/services/0/taskDefinition").ends_with(":task-definition/web:1"));
  scene.wire("UpdateServicePrimaryTaskSet", request + second + "\"}");
  auto const now = scene.service();
  CHECK(now.text("/services/0/taskSets/0/id") == second);
  CHECK(now.text("/services/0/taskSets/1/status") == "ACTIVE");
  CHECK(scene.wire("UpdateServicePrimaryTaskSet", request + "ecs-svc/1\"}").told ==
        "400 TaskSetNotFoundException: The specified task set does not exist.");
  scene.wire("DeleteTaskSet", scene.on(second, R"(, "force": true)"));
  scene.service().shows({{"/services/0/taskDefinition", "absent"}, {"/services/0/launchType", "absent"}});
}

TEST_CASE("task sets follow the service's desired count, and their own scale") {
  External scene;
  std::string const id = scene.set_id(R"(, "scale": {"value": 50, "unit": "PERCENT"})");
  scene.wire("UpdateService", R"({"cluster": "c", "service": "s", "desiredCount": 5})")
      .shows({{"/service/taskSets/0/computedDesiredCount", "3"}});
  scene.wire("UpdateTaskSet", scene.on(id, R"(, "scale": {"value": 100, "unit": "PERCENT"})"))
      .shows({{"/taskSet/computedDesiredCount", "5"}, {"/taskSet/scale/value", "100.0"}});
  scene.wire.refuses("UpdateTaskSet", scene.on(id, R"(, "scale": {"value": 1, "unit": "PERCENT"})"),
                     {{R"({"taskSet": "ecs-svc/1"})",
                       "400 TaskSetNotFoundException: The specified task set does not exist."},
                      {R"({"/scale/value": 100.1})",
                       "400 InvalidParameterException: Scale value must be between 0.0 and 100.0."},
                      {R"({"service": "x"})", "400 ServiceNotFoundException: Service not found."}});
}

TEST_CASE("a task set is deleted when it is scaled to 0, or by force, and drains") {
  External scene;
  std::string const id = scene.set_id();
  CHECK(scene.wire("DeleteTaskSet", scene.on(id)).told ==
        "400 InvalidParameterException: The task set cannot be deleted while it is scaled above 0.");
  scene.wire("DeleteTaskSet", scene.on(id, R"(, "force": true)"))
      .shows({{"/taskSet/status", R"("DRAINING")"}, {"/taskSet/computedDesiredCount", "0"}});
  CHECK(scene.wire("DeleteTaskSet", scene.on(id)).told == "200");
  CHECK(scene.wire("UpdateTaskSet", scene.on(id, R"(, "scale": {"value": 1, "unit": "PERCENT"})")).status ==
        400);
  std::string const other = scene.set_id(R"(, "scale": {"value": 0, "unit": "PERCENT"})");
  scene.wire("UpdateServicePrimaryTaskSet",
             R"({"cluster": "c", "service": "s", "primaryTaskSet": ")" + other + "\"}");
  CHECK(scene.wire("DeleteTaskSet", scene.on(other)).status == 400);
  CHECK(scene.wire("DeleteTaskSet", scene.on(other, R"(, "force": true)")).told == "200");
}

TEST_CASE("task sets are described by id or ARN, and what is not there is MISSING") {
  External scene;
  std::string const id = scene.set_id(R"(, "tags": [{"key": "k", "value": "v"}])");
  std::string const arn = "arn:aws:ecs:eu-west-1:123456789012:task-set/c/s/" + id;
  start_task_of(scene, id);
  start_task_of(scene, id, domain::TaskStatus::Pending);
  scene.wire("DescribeTaskSets", R"({"cluster": "c", "service": "s"})")
      .shows({{"/taskSets/0/runningCount", "1"},
              {"/taskSets/0/pendingCount", "1"},
              {"/taskSets/0/tags", "absent"},
              {"/taskSets/1", "absent"},
              {"/failures", "[]"}});
  auto const both = scene.wire("DescribeTaskSets", R"({"cluster": "c", "service": "s", "include": ["TAGS"],
                                 "taskSets": [")" + arn +
                                                       R"(", ")" + id + R"(", "ecs-svc/7"]})");
  both.shows({{"/taskSets/0/tags", R"([{"key":"k","value":"v"}])"},
              {"/taskSets/1", "absent"},
              {"/failures/0/reason", R"("MISSING")"},
              {"/failures/0/arn", R"("arn:aws:ecs:eu-west-1:123456789012:task-set/c/s/ecs-svc/7")"}});
  scene.wire.refuses("DescribeTaskSets", R"({"cluster": "c", "service": "s"})",
                     {{R"({"service": "x"})", "400 ServiceNotFoundException: Service not found."},
                      {R"({"taskSets": ["1","2","3","4","5","6","7","8","9","10","11"]})",
                       "400 InvalidParameterException: taskSets can have at most 10 items."}});
  scene.change_service([](domain::Service& service) { service.status = domain::ServiceStatus::Inactive; });
  CHECK(scene.wire("DescribeTaskSets", R"({"cluster": "c", "service": "s"})").told ==
        "400 ServiceNotActiveException: Service was not ACTIVE.");
}

TEST_CASE("a task set is tagged by its ARN") {
  External scene;
  std::string const arn = "arn:aws:ecs:eu-west-1:123456789012:task-set/c/s/" + scene.set_id();
  auto const tag = [&](std::string const& resource) {
    return scene.wire("TagResource",
                      R"({"resourceArn": ")" + resource + R"(", "tags": [{"key": "k", "value": "v"}]})");
  };
  CHECK(tag(arn).told == "200");
  scene.wire("ListTagsForResource", R"({"resourceArn": ")" + arn + "\"}")
      .shows({{"/tags", R"([{"key":"k","value":"v"}])"}});
  CHECK(tag(arn + "0").told == "400 ResourceNotFoundException: The specified task set was not found.");
}

TEST_CASE("a task of a task set shows its platform, its set and the service's tags") {
  Scene scene;
  Wire wire(scene);
  wire(
      "CreateService",
      R"({"cluster": "c", "serviceName": "s", "deploymentController": {"type": "EXTERNAL"}, "desiredCount": 1,
           "propagateTags": "SERVICE", "tags": [{"key": "team", "value": "red"}]})");
  std::string const id = wire("CreateTaskSet", task_set_request()).text("/taskSet/id");
  auto const task = start_task_of(scene, id);
  wire("DescribeTasks",
       R"({"cluster": "c", "include": ["TAGS"], "tasks": [")" + task.key.id.text() + R"("]})")
      .shows({{"/tasks/0/startedBy", ('"' + id + '"').c_str()},
              {"/tasks/0/platformVersion", R"("1.4.0")"},
              {"/tasks/0/tags", R"([{"key":"team","value":"red"}])"}});
}

TEST_CASE("an EXTERNAL service is deleted by force while its primary task set is scaled") {
  External scene;
  std::string const id = scene.set_id();
  scene.wire("UpdateServicePrimaryTaskSet",
             R"({"cluster": "c", "service": "s", "primaryTaskSet": ")" + id + "\"}");
  CHECK(scene.wire("DeleteService", R"({"cluster": "c", "service": "s"})").told ==
        "400 InvalidParameterException: The service cannot be stopped while the primary task set is scaled "
        "above "
        "0.");
  scene.wire("DeleteService", R"({"cluster": "c", "service": "s", "force": true})")
      .shows({{"/service/status", R"("DRAINING")"}, {"/service/taskSets/0/computedDesiredCount", "0"}});
}

}  // namespace neargate::api::ecs
