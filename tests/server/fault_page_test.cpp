#include "server/fault_page.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "api/faults.h"

namespace neargate::server {
namespace {

using Json = nlohmann::json;

struct World {
  api::Faults faults;
  Answer ask(char const* method, std::string const& body = {}, std::string const& below = {}) {
    OwnRequest request;
    request.method = method;
    request.path = "/_neargate/faults" + below;
    request.body = body;
    try {
      return serve_faults(faults, request);
    } catch (BadRequest const& bad) {
      return refusal(400, bad.message);
    }
  }
};

TEST_CASE("faults are added, listed and removed") {
  World world;
  auto const added = world.ask(
      "POST",
      R"({"service":"ecs","operation":"RunTask","error":"ThrottlingException","count":3,"latency":"1.5s"})");
  CHECK(added.status == 200);
  CHECK((Json::parse(added.body) ==
         Json::parse(R"({"id":"fault-1","service":"ecs","operation":"RunTask","error":"ThrottlingException",
                         "latency":"1s500ms","count":3,"rate":1.0,"seed":0,"seen":0,"hits":0})")));
  CHECK(Json::parse(world.ask("GET").body).at("faults").size() == 1);
  CHECK(world.ask("DELETE", {}, "/fault-7").status == 404);
  CHECK(world.ask("DELETE", {}, "/fault-1").status == 200);
  world.ask("POST", R"({"latency":"1s"})");
  CHECK(Json::parse(world.ask("DELETE").body).at("removed") == 1);
}

TEST_CASE("what is no fault is refused with the reason") {
  World world;
  struct Row {
    char const *body, *message;
  };
  Row const rows[] = {
      {"{}", "say \"error\", such as ThrottlingException, or \"latency\", or both"},
      {R"({"service":"s3","error":"X"})", "\"service\" is one of ecs, ecr, ecr-public, iam, sts, ec2, logs"},
      {R"({"service":"ecs","operation":"FlyTask","error":"X"})", "ecs has no operation \"FlyTask\""},
      {R"({"operation":"FlyTask","error":"X"})", "AWS has no operation \"FlyTask\""},
      {R"({"error":"X Y"})", "\"error\" is a name such as ThrottlingException"},
      {R"({"error":"X","rate":2})", "\"rate\" is a number from 0 to 1"},
      {R"({"error":"X","count":0})", "\"count\" is a number from 1 to 1000000000"},
      {R"({"error":"X","count":1.5})", "\"count\" is a number from 1 to 1000000000"},
      {R"({"error":"X","status":200})", "\"status\" is a number from 400 to 599"},
      {R"({"latency":"1h"})", "\"latency\" is a time such as 500ms or 2s, 10m at most"},
      {R"({"latency":"1s","status":500})", "\"status\" and \"message\" go with \"error\""},
      {R"({"eror":"X"})",
       "\"eror\" is no member here; there are service, operation, account, region, error, message, status, "
       "latency, count, rate, seed"},
  };
  for (Row const& row : rows) {
    auto const answer = world.ask("POST", row.body);
    CHECK_MESSAGE(answer.status == 400, row.body);
    CHECK(Json::parse(answer.body).at("message") == row.message);
  }
}

}  // namespace
}  // namespace neargate::server
