// Task scale-in protection over the wire.

#include "tests/api/ecs/service_scene.h"
#include "tests/api/ecs/task_scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::Scene;
using testing::start_task_of;
using testing::Wire;

namespace {

struct Protected : Scene {
  Wire wire{*this};
  std::string deployment;
  Protected() { deployment = *create(Scene::web_service()).deployments->at(0).id; }

  std::string request(std::string const& task, std::string const& more = "") const {
    return R"({"cluster": "c", "tasks": [")" + task + R"("])" + more + "}";
  }
};

std::string seconds_after(Scene const& scene, std::chrono::minutes minutes) {
  auto const at = scene.clock.now() + minutes;
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

}  // namespace

TEST_CASE("protection lasts two hours unless said otherwise, and lapses") {
  Protected scene;
  std::string const id = start_task_of(scene, scene.deployment).key.id.text();
  scene.wire("GetTaskProtection", scene.request(id))
      .shows({{"/protectedTasks/0/protectionEnabled", "false"},
              {"/protectedTasks/0/expirationDate", "absent"},
              {"/failures", "[]"}});
  auto const on = scene.wire("UpdateTaskProtection", scene.request(id, R"(, "protectionEnabled": true)"));
  on.shows({{"/protectedTasks/0/protectionEnabled", "true"}});
  CHECK(
      on.at("/protectedTasks/0/expirationDate").starts_with(seconds_after(scene, std::chrono::minutes{120})));
  CHECK(on.text("/protectedTasks/0/taskArn") == arn("task/c/" + id));
  auto const longer = scene.wire(
      "UpdateTaskProtection", scene.request(id, R"(, "protectionEnabled": true, "expiresInMinutes": 2880)"));
  CHECK(longer.at("/protectedTasks/0/expirationDate")
            .starts_with(seconds_after(scene, std::chrono::minutes{2880})));
  scene.clock.advance(std::chrono::minutes{2880});
  scene.wire("GetTaskProtection", scene.request(id))
      .shows(
          {{"/protectedTasks/0/protectionEnabled", "false"}, {"/protectedTasks/0/expirationDate", "absent"}});
}

TEST_CASE("protection can be taken back") {
  Protected scene;
  std::string const id = start_task_of(scene, scene.deployment).key.id.text();
  scene.wire("UpdateTaskProtection", scene.request(id, R"(, "protectionEnabled": true)"));
  scene.wire("UpdateTaskProtection", scene.request(id, R"(, "protectionEnabled": false)"))
      .shows(
          {{"/protectedTasks/0/protectionEnabled", "false"}, {"/protectedTasks/0/expirationDate", "absent"}});
  scene.wire("GetTaskProtection", scene.request(id))
      .shows({{"/protectedTasks/0/protectionEnabled", "false"}});
}

TEST_CASE("tasks that cannot be protected are failures, each with its reason") {
  Protected scene;
  std::string const old = start_task_of(scene, scene.deployment).key.id.text();
  std::string const kept = start_task_of(scene, scene.deployment).key.id.text();
  std::string const gone = start_task_of(scene, scene.deployment, domain::TaskStatus::Stopped).key.id.text();
  std::string const alone = testing::id_of(testing::run(scene, testing::run_box()).at(0));
  scene.wire("UpdateTaskProtection", scene.request(kept, R"(, "protectionEnabled": true)"));
  scene.update({.force_new_deployment = true});
  std::string const nobody(32, 'a');
  auto const answer =
      scene.wire("UpdateTaskProtection", R"({"cluster": "c", "protectionEnabled": true, "tasks": [")" + old +
                                             R"(", ")" + kept + R"(", ")" + gone + R"(", ")" + alone +
                                             R"(", ")" + nobody + R"("]})");
  CHECK(answer.text("/protectedTasks/0/taskArn") == arn("task/c/" + kept));
  answer.shows({{"/protectedTasks/1", "absent"},
                {"/failures/0/reason", R"("MISSING")"},
                {"/failures/1/reason", R"("TASK_NOT_VALID")"},
                {"/failures/2/reason", R"("MISSING")"},
                {"/failures/3/reason", R"("DEPLOYMENT_BLOCKED")"}});
  CHECK(answer.text("/failures/0/arn") == arn("task/c/" + gone));
  CHECK(answer.text("/failures/1/arn") == arn("task/c/" + alone));
  CHECK(answer.text("/failures/2/arn") == arn("task/c/" + nobody));
  CHECK(answer.text("/failures/3/arn") == arn("task/c/" + old));
}

TEST_CASE("protection is refused in AWS's words") {
  Protected scene;
  std::string const request = scene.request(std::string(32, 'a'), R"(, "protectionEnabled": true)");
  std::string eleven = R"({"tasks": ["0")";
  for (int i = 1; i < 11; ++i) eleven += ",\"" + std::to_string(i) + '"';
  eleven += "]}";
  scene.wire.refuses(
      "UpdateTaskProtection", request,
      {{R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
       {R"({"tasks": []})", "400 InvalidParameterException: Tasks cannot be empty."},
       {eleven.c_str(), "400 InvalidParameterException: taskIds can have at most 10 items."},
       {R"({"tasks": ["short"]})", "400 InvalidParameterException: taskId length should be one of [32,36]"},
       {R"({"expiresInMinutes": 0})",
        "400 InvalidParameterException: expiresInMinutes must be between 1 and 2880."},
       {R"({"expiresInMinutes": 2881})",
        "400 InvalidParameterException: expiresInMinutes must be between 1 and 2880."}});
  std::string hundred_one = R"({"tasks": ["0")";
  for (int i = 1; i < 101; ++i) hundred_one += ",\"" + std::to_string(i) + '"';
  hundred_one += "]}";
  scene.wire.refuses(
      "GetTaskProtection", scene.request(std::string(32, 'a')),
      {{R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
       {R"({"tasks": []})", "400 InvalidParameterException: Tasks cannot be empty."},
       {hundred_one.c_str(), "400 InvalidParameterException: taskIds can have at most 100 items."}});
}

}  // namespace neargate::api::ecs
