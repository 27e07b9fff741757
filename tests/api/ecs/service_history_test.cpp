// Service deployments and revisions over the wire: listed, described, stopped, continued.

#include "tests/api/ecs/service_scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::record_deployment;
using testing::Scene;
using testing::Wire;
using Status = domain::ServiceDeploymentStatus;

namespace {

struct History : Scene {
  Wire wire{*this};
  std::string digits;  ///< of the first deployment
  History() { digits = create(Scene::web_service()).deployments->at(0).id->substr(8); }

  std::string revision(std::string const& id) const { return arn("service-revision/c/s/" + id); }
  static std::string deployment(std::string const& id) { return arn("service-deployment/c/s/" + id); }
  std::string revisions(std::string const& list) const {
    return R"({"serviceRevisionArns": [)" + list + "]}";
  }
  static std::string quoted(std::string const& text) { return '"' + text + '"'; }
  void drop(domain::ServiceStatus status) {
    change_service([&](domain::Service& service) { service.status = status; });
  }
};

std::string many(std::string const& item, int count) {
  std::string list = item;
  for (int i = 1; i < count; ++i) list += ", " + item;
  return list;
}

}  // namespace

TEST_CASE("a revision is the snapshot of what its deployment is made of") {
  History scene;
  auto const request = scene.revisions(History::quoted(scene.revision(scene.digits)));
  auto const answer = scene.wire("DescribeServiceRevisions", request);
  answer.shows(
      {{"/serviceRevisions/0/launchType", R"("FARGATE")"},
       {"/serviceRevisions/0/platformVersion", R"("1.4.0")"},
       {"/serviceRevisions/0/platformFamily", R"("Linux")"},
       {"/serviceRevisions/0/guardDutyEnabled", "false"},
       {"/serviceRevisions/0/loadBalancers", "absent"},
       {"/serviceRevisions/0/containerImages",
        R"([{"containerName":"app","image":"nginx"},{"containerName":"side","image":"busybox"}])"},
       {"/serviceRevisions/0/networkConfiguration/awsvpcConfiguration/subnets", R"(["subnet-f525c9be"])"},
       {"/failures", "[]"}});
  CHECK(answer.text("/serviceRevisions/0/taskDefinition") == arn("task-definition/web:1"));
  CHECK(answer.text("/serviceRevisions/0/serviceArn") == arn("service/c/s"));
  CHECK(answer.text("/serviceRevisions/0/serviceRevisionArn") == scene.revision(scene.digits));
  // Later updates leave it as it was.
  scene.register_web();
  scene.update({.task_definition = "web"});
  CHECK(scene.wire("DescribeServiceRevisions", request).body == answer.body);
}

TEST_CASE("an image's digest is known as soon as a task has pulled it") {
  History scene;
  auto task = testing::start_task_of(scene, "ecs-svc/" + scene.digits);
  task.containers.at(0).image_digest = "sha256:1";
  scene.store.transact([&](state::Database& db) { state::save_task(db, task); });
  scene.wire("DescribeServiceRevisions", scene.revisions(History::quoted(scene.revision(scene.digits))))
      .shows({{"/serviceRevisions/0/containerImages/0/imageDigest", R"("sha256:1")"},
              {"/serviceRevisions/0/containerImages/1/imageDigest", "absent"}});
}

TEST_CASE("revisions are refused in AWS's words") {
  History scene;
  std::string const known = History::quoted(scene.revision(scene.digits));
  auto const told = [&](std::string const& list) {
    return scene.wire("DescribeServiceRevisions", scene.revisions(list)).told;
  };
  std::string const no_arn = "400 InvalidParameterException: The Service ARN provided is invalid.";
  CHECK(told("") == no_arn);
  CHECK(told(R"("not-an-arn")") == no_arn);
  std::string const wrong = "400 InvalidParameterException: The ServiceRevision ARN is invalid.";
  CHECK(told(History::quoted(scene.revision("abc"))) == wrong);
  CHECK(told(R"("arn:aws:ecs:us-west-2:123456789012:service-revision/c/s/1")") == wrong);
  CHECK(told(R"("arn:aws:ecs:eu-west-1:999999999999:service-revision/c/s/1")") == wrong);
  CHECK(told(many(known, 21)) ==
        "400 InvalidParameterException: Service Revision ARN count cannot exceed 20");
  CHECK(told(known + ", " + History::quoted(arn("service-revision/c/other/1"))) ==
        "400 InvalidParameterException: Cross service requests are not allowed. All requested service "
        "revisions "
        "must be for a single service");
  CHECK(told(History::quoted(arn("service-revision/c/other/1"))) ==
        "400 ServiceNotFoundException: Service not found.");
  CHECK(told(History::quoted(arn("service-revision/x/s/1"))) ==
        "400 ClusterNotFoundException: Cluster not found.");
  scene.wire("DescribeServiceRevisions", scene.revisions(known + ", " + History::quoted(scene.revision("1"))))
      .shows({{"/serviceRevisions/1", "absent"},
              {"/failures/0/reason", R"("MISSING")"},
              {"/failures/0/arn", History::quoted(scene.revision("1")).c_str()}});
  scene.drop(domain::ServiceStatus::Draining);
  CHECK(told(known) == "200");
  scene.drop(domain::ServiceStatus::Inactive);
  CHECK(told(known) ==
        "400 InvalidParameterException: Cannot call DescribeServiceRevisions for a service that is INACTIVE");
}

TEST_CASE("the current deployment is told while it runs") {
  History scene;
  CHECK_FALSE(scene.described().current_service_deployment);
  auto record = record_deployment(scene, "abc", Status::InProgress);
  CHECK(scene.described().current_service_deployment == History::deployment("abc"));
  record.finished_at = scene.clock.now();
  scene.store.transact([&](state::Database& db) { state::save_service_deployment(db, record); });
  CHECK_FALSE(scene.described().current_service_deployment);
}

TEST_CASE("a service deployment tells its course") {
  History scene;
  auto record = record_deployment(scene, "abc", Status::RollbackInProgress);
  record.sources = {domain::DeploymentId{"ecs-svc/7"}};
  record.status_reason = "because";
  record.breaker = domain::CircuitBreakerStatus::Triggered;
  record.failure_count = record.threshold = 3;
  record.rollback_to = domain::DeploymentId{"ecs-svc/7"};
  record.rollback_reason = "tripped";
  record.rollback_at = scene.clock.now();
  scene.store.transact([&](state::Database& db) { state::save_service_deployment(db, record); });
  auto const answer = scene.wire("DescribeServiceDeployments", R"({"serviceDeploymentArns": [")" +
                                                                   History::deployment("abc") + R"(", ")" +
                                                                   History::deployment("none") + R"("]})");
  answer.shows(
      {{"/serviceDeployments/0/status", R"("ROLLBACK_IN_PROGRESS")"},
       {"/serviceDeployments/0/statusReason", R"("because")"},
       {"/serviceDeployments/0/deploymentCircuitBreaker",
        R"({"failureCount":3,"status":"TRIGGERED","threshold":3})"},
       {"/serviceDeployments/0/alarms/status", R"("DISABLED")"},
       {"/serviceDeployments/0/rollback/reason", R"("tripped")"},
       {"/serviceDeployments/0/rollback/serviceRevisionArn", History::quoted(scene.revision("7")).c_str()},
       {"/serviceDeployments/0/sourceServiceRevisions/0/arn", History::quoted(scene.revision("7")).c_str()},
       {"/serviceDeployments/0/targetServiceRevision/arn",
        History::quoted(scene.revision(scene.digits)).c_str()},
       {"/serviceDeployments/0/deploymentConfiguration/maximumPercent", "200"},
       {"/serviceDeployments/0/lifecycleStage", "absent"},
       {"/serviceDeployments/0/lifecycleHookDetails", "absent"},
       {"/serviceDeployments/0/finishedAt", "absent"},
       {"/failures/0/reason", R"("MISSING")"},
       {"/failures/0/arn", History::quoted(History::deployment("none")).c_str()}});
}

TEST_CASE("service deployments are refused in AWS's words") {
  History scene;
  std::string const known = History::quoted(History::deployment("abc"));
  auto const told = [&](std::string const& list) {
    return scene.wire("DescribeServiceDeployments", R"({"serviceDeploymentArns": [)" + list + "]}").told;
  };
  CHECK(told("") == "400 InvalidParameterException: The Service ARN provided is invalid.");
  CHECK(told(History::quoted(scene.revision("1"))) ==
        "400 InvalidParameterException: The ServiceDeployment ARN is invalid.");
  CHECK(told(many(known, 21)) ==
        "400 InvalidParameterException: Service Deployment ARN count cannot exceed 20");
  CHECK(told(known + ", " + History::quoted(arn("service-deployment/c/other/1"))) ==
        "400 InvalidParameterException: Cross service requests are not allowed. All requested service "
        "deployments must be for a single service");
  CHECK(told(History::quoted(arn("service-deployment/c/other/1"))) ==
        "400 ServiceNotFoundException: Service not found.");
  scene.drop(domain::ServiceStatus::Inactive);
  CHECK(
      told(known) ==
      "400 InvalidParameterException: Cannot call DescribeServiceDeployments for a service that is INACTIVE");
}

TEST_CASE("service deployments are listed newest first, twenty at a time, by status and time") {
  History scene;
  for (int i = 0; i < 25; ++i) {
    scene.clock.advance(std::chrono::seconds{1});
    record_deployment(scene, ("d" + std::to_string(10 + i)).c_str(),
                      i % 2 ? Status::Successful : Status::Stopped);
  }
  std::string const all = R"({"cluster": "c", "service": "s"})";
  auto const first = scene.wire("ListServiceDeployments", all);
  CHECK(first.text("/serviceDeployments/0/serviceDeploymentArn") == History::deployment("d34"));
  first.shows({{"/serviceDeployments/0/status", R"("STOPPED")"},
               {"/serviceDeployments/0/targetServiceRevisionArn",
                History::quoted(scene.revision(scene.digits)).c_str()},
               {"/serviceDeployments/20", "absent"}});
  auto const rest =
      scene.wire("ListServiceDeployments", all, R"({"nextToken": ")" + first.text("/nextToken") + "\"}");
  CHECK(rest.text("/serviceDeployments/0/serviceDeploymentArn") == History::deployment("d14"));
  rest.shows({{"/serviceDeployments/5", "absent"}, {"/nextToken", "absent"}});
  scene.wire("ListServiceDeployments", all, R"({"status": ["SUCCESSFUL"], "maxResults": 100})")
      .shows({{"/serviceDeployments/11/status", R"("SUCCESSFUL")"}, {"/serviceDeployments/12", "absent"}});
  scene
      .wire("ListServiceDeployments", all,
            R"({"createdAt": {"after": 1700000001.5, "before": 1700000004.0}})")
      .shows({{"/serviceDeployments/1/serviceDeploymentArn",
               History::quoted(History::deployment("d11")).c_str()},
              {"/serviceDeployments/2", "absent"}});
  scene.wire.refuses(
      "ListServiceDeployments", all,
      {{R"({"service": "x"})", "400 ServiceNotFoundException: Service not found."},
       {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
       {R"({"maxResults": 101})", "400 InvalidParameterException: Max results can not be greater than 100"},
       {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."}});
}

TEST_CASE("only a running deployment can be stopped; rolling back is the usual way") {
  History scene;
  std::string const request = R"({"serviceDeploymentArn": ")" + History::deployment("abc") + "\"}";
  CHECK(scene.wire("StopServiceDeployment", request)
            .told.starts_with("400 ServiceDeploymentNotFoundException: "));
  auto const status = [&] {
    return scene.store
        .read([&](state::Database& db) {
          return state::find_service_deployment(db, scene.key(), domain::ServiceDeploymentId{"abc"});
        })
        ->status;
  };
  record_deployment(scene, "abc", Status::InProgress);
  CHECK(scene.wire("StopServiceDeployment", request).text("/serviceDeploymentArn") ==
        History::deployment("abc"));
  CHECK(status() == Status::RollbackRequested);
  auto const conflict = scene.wire("StopServiceDeployment", request);
  CHECK(conflict.told.starts_with("400 ConflictException: "));
  CHECK(conflict.text("/resourceIds/0") == History::deployment("abc"));
  record_deployment(scene, "abc", Status::Pending);
  CHECK(scene.wire("StopServiceDeployment", request, R"({"stopType": "ABORT"})").told == "200");
  CHECK(status() == Status::StopRequested);
  record_deployment(scene, "abc", Status::Successful);
  CHECK(scene.wire("StopServiceDeployment", request).told.starts_with("400 ConflictException: "));
  CHECK(scene.wire("StopServiceDeployment", R"({"serviceDeploymentArn": "x"})").told ==
        "400 InvalidParameterException: The Service ARN provided is invalid.");
}

TEST_CASE("a paused deployment goes on, or back, once for each of its pauses") {
  History scene;
  auto record = record_deployment(scene, "abc", Status::InProgress);
  record.stage = domain::LifecycleStage::PostScaleUp;
  record.pauses = {{.hook = 0}, {.hook = 1}};
  record.configuration.hooks = {{.is_pause = true}, {.is_pause = true, .timeout_continues = true}};
  auto const save = [&] {
    scene.store.transact([&](state::Database& db) { state::save_service_deployment(db, record); });
  };
  save();
  auto const described = scene.wire("DescribeServiceDeployments", R"({"serviceDeploymentArns": [")" +
                                                                      History::deployment("abc") + R"("]})");
  described.shows({{"/serviceDeployments/0/lifecycleStage", R"("POST_SCALE_UP")"},
                   {"/serviceDeployments/0/lifecycleHookDetails/0/targetType", R"("PAUSE")"},
                   {"/serviceDeployments/0/lifecycleHookDetails/0/status", R"("AWAITING_ACTION")"},
                   {"/serviceDeployments/0/lifecycleHookDetails/0/timeoutAction", R"("ROLLBACK")"},
                   {"/serviceDeployments/0/lifecycleHookDetails/1/status", R"("AWAITING_ACTION")"},
                   {"/serviceDeployments/0/lifecycleHookDetails/1/timeoutAction", R"("CONTINUE")"}});
  std::string const hook = described.text("/serviceDeployments/0/lifecycleHookDetails/0/hookId");
  std::string const other = described.text("/serviceDeployments/0/lifecycleHookDetails/1/hookId");
  CHECK(hook != other);
  std::string const request =
      R"({"serviceDeploymentArn": ")" + History::deployment("abc") + R"(", "hookId": ")" + hook + "\"}";
  auto const said = [&] {
    std::vector<domain::HookStatus> statuses;
    auto const now = scene.store.read(
        [&](state::Database& db) { return state::find_service_deployment(db, scene.key(), record.id); });
    for (auto const& pause : now.value().pauses) statuses.push_back(pause.status);
    return statuses;
  };
  using enum domain::HookStatus;
  using Statuses = std::vector<domain::HookStatus>;
  scene.wire.refuses("ContinueServiceDeployment", request,
                     {{R"({"hookId": "other"})",
                       "400 InvalidParameterException: The service deployment is not paused at the specified "
                       "lifecycle hook."},
                      {R"({"serviceDeploymentArn": "x"})",
                       "400 InvalidParameterException: The Service ARN provided is invalid."}});
  CHECK(scene.wire("ContinueServiceDeployment", request).text("/serviceDeploymentArn") ==
        History::deployment("abc"));
  CHECK(said() == Statuses{Succeeded, AwaitingAction});
  CHECK(scene.wire("ContinueServiceDeployment", request).told ==
        "400 InvalidParameterException: The specified lifecycle hook has already been continued or rolled "
        "back.");
  CHECK(
      scene
          .wire("ContinueServiceDeployment", request, R"({"action": "ROLLBACK", "hookId": ")" + other + "\"}")
          .told == "200");
  CHECK(said() == Statuses{Succeeded, Failed});
}

}  // namespace neargate::api::ecs
