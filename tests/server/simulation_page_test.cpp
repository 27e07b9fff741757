#include "server/simulation_page.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "docker/labels.h"
#include "docker/simulated_engine.h"
#include "domain/clock.h"
#include "domain/mint.h"

namespace neargate::server {
namespace {

using Json = nlohmann::json;

struct World {
  domain::ManualClock clock{domain::Time{std::chrono::seconds{1'700'000'000}}};
  domain::Mint mint{7};
  docker::SimulatedEngine engine{clock, mint};

  Answer ask(char const* method, std::string const& body = {}, std::string const& below = {}) {
    OwnRequest request;
    request.method = method;
    request.path = "/_neargate/sim" + below;
    request.body = body;
    try {
      return serve_simulation(engine, request);
    } catch (BadRequest const& bad) {
      return refusal(400, bad.message);
    }
  }
  /// Starts a container of a task as the reconciler would.
  std::string run(std::string const& task, std::string const& container, bool checked = false) {
    docker::ContainerSpec spec;
    spec.name = task + '-' + container;
    spec.image = "app";
    spec.labels = {{docker::label::task_arn, "arn:aws:ecs:us-east-1:123456789012:task/default/" + task},
                   {docker::label::container_name, container},
                   {docker::label::role, container == "pause" ? "pause" : "container"}};
    if (checked) spec.health_check = docker::HealthCheck{.test = {"CMD", "true"}};
    std::string const id = engine.create(spec).value();
    engine.start(id).value();
    return id;
  }
  docker::ContainerState see(std::string const& id) { return engine.inspect(id).value().value(); }
};

std::string message_of(Answer const& answer) { return Json::parse(answer.body).value("message", ""); }

TEST_CASE("scripts are posted, listed and deleted") {
  World world;
  auto const posted = world.ask(
      "POST",
      R"({"family":"web","revision":2,"container":"app","script":{"exit-code":3,"exit-after":"90s"}})");
  CHECK(posted.status == 200);
  CHECK((Json::parse(posted.body) ==
         Json::parse(R"({"id":"script-1","family":"web","revision":2,"container":"app",
                         "script":{"exit-code":"3","exit-after":"1m30s"}})")));
  CHECK(Json::parse(world.ask("GET").body).at("scripts").size() == 1);
  CHECK(world.ask("DELETE", {}, "/script-2").status == 404);
  CHECK(world.ask("DELETE", {}, "/script-1").status == 200);
  CHECK(Json::parse(world.ask("POST", R"({"seed":42})").body).at("seed") == 42);
  world.ask("POST", R"({"image":"nginx","script":{"pull-error":"gone"}})");
  CHECK(Json::parse(world.ask("DELETE").body).at("removed") == 1);
  CHECK((Json::parse(world.ask("GET").body) == Json::parse(R"({"seed":42,"scripts":[]})")));
}

TEST_CASE("a script that cannot be followed is refused with the reason") {
  World world;
  struct Row {
    char const* body;
    char const* message;
  };
  Row const rows[] = {
      {"", "the body is not JSON"},
      {"[]", "the body must be a JSON object"},
      {"{}", "say \"script\" with the containers that it is for, or \"task\" and \"now\""},
      {R"({"script":{"exit-code":1}})",
       "say which containers the script is for: \"family\", \"container\" or \"image\""},
      {R"({"revision":1,"image":"x","script":{"exit-code":1}})", "\"revision\" needs \"family\""},
      {R"({"family":"f","revision":0,"script":{"exit-code":1}})",
       "\"revision\" must be a whole number from 1"},
      {R"({"family":7,"script":{"exit-code":1}})", "\"family\" must be text"},
      {R"({"family":"f","script":[]})", "\"script\" must be an object of names and texts"},
      {R"({"family":"f","script":{}})", "\"script\" says nothing; DELETE removes a script"},
      {R"({"family":"f","script":{"exit-code":true}})", "\"script\": \"exit-code\" must be text or a number"},
      {R"({"family":"f","script":{"exit-code":999}})", "exit-code=999: say an exit code from 0 to 255"},
      {R"({"seed":-1})", "\"seed\" must be a whole number from 0"},
      {R"({"task":"t","now":"explode"})", "\"now\" is exit, kill, oom, starting, healthy or unhealthy"},
      {R"({"task":"t","now":"kill","exit-code":1})", "\"exit-code\" goes with \"exit\""},
      {R"({"task":"t","now":"exit","exit-code":"1"})", "\"exit-code\" must be a number from 0 to 255"},
      {R"({"task":"t","then":"exit"})",
       "\"then\" is no member here; there are task, container, now, exit-code"},
  };
  for (Row const& row : rows) {
    auto const answer = world.ask("POST", row.body);
    CHECK_MESSAGE(answer.status == 400, row.body);
    CHECK(message_of(answer) == row.message);
  }
}

TEST_CASE("a running container is told what to do at once") {
  World world;
  std::string const app = world.run("t1", "app", true), side = world.run("t1", "side");
  world.run("t1", "pause");
  auto const tell = [&world](std::string const& text) { return world.ask("POST", text); };
  CHECK(message_of(tell(R"({"task":"t1","now":"exit"})")) ==
        "the task has several containers; say \"container\": " +
            std::string(app < side ? "app, side" : "side, app"));
  CHECK(tell(R"({"task":"t1","container":"app","now":"unhealthy"})").status == 200);
  CHECK((world.see(app).health == docker::Health::Unhealthy));
  auto const unchecked = tell(R"({"task":"t1","container":"side","now":"healthy"})");
  CHECK(unchecked.status == 409);
  CHECK(message_of(unchecked) == "container side has no healthCheck in its definition");
  CHECK(tell(R"({"task":"t1","container":"side","now":"exit","exit-code":4})").status == 200);
  CHECK((world.see(side).exit_code == 4));
  CHECK(tell(R"({"task":"t1","container":"side","now":"kill"})").status == 409);
  CHECK(tell(R"({"task":"arn:aws:ecs:us-east-1:123456789012:task/default/t1","container":"app","now":"oom"})")
            .status == 200);
  CHECK(world.see(app).out_of_memory);
  CHECK(message_of(tell(R"({"task":"t2","now":"kill"})")) == "no container of the task \"t2\"");
  CHECK(tell(R"({"task":"t1","container":"pause","now":"kill"})").status == 404);
}

}  // namespace
}  // namespace neargate::server
