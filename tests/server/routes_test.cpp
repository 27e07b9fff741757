#include "server/routes.h"

#include <doctest/doctest.h>

#include "domain/mint.h"
#include "server/health.h"

namespace neargate::server {
namespace {

TEST_CASE("the path alone decides which door a request goes to") {
  struct Row {
    char const* target;
    Door door;
  };
  Row const rows[] = {
      {"/", Door::Api},
      {"/?Action=ListRoles&Version=2010-05-08", Door::Api},
      {"/?x=/v2/", Door::Api},
      {"/v2", Door::Registry},
      {"/v2/", Door::Registry},
      {"/v2/?n=1", Door::Registry},
      {"/v2/123456789012/us-east-1/app/manifests/latest", Door::Registry},
      {"/v2x", Door::Api},
      {"/v1/", Door::Api},
      {"/_neargate/health", Door::OwnPage},
      {"/_neargate", Door::OwnPage},
      {"/_neargates", Door::Api},
      {"/_localstack/health", Door::OwnPage},
      {"/_floci/health?x=1", Door::OwnPage},
      {"/_fakecloud/health", Door::OwnPage},
      {"/moto-api/reset", Door::OwnPage},
      {"/_localstack/state/reset", Door::OwnPage},
      {"/_fakecloud/reset", Door::OwnPage},
      {"/moto-api/reset/", Door::Api},
      {"/_localstack/anything", Door::Api},
      {"/console", Door::Console},
      {"/console/clusters?region=eu-west-1", Door::Console},
      {"", Door::Api},
  };
  for (Row const& row : rows) CHECK_MESSAGE((door_of(row.target) == row.door), row.target);
}

RequestHead head(char const* method, char const* target, HeaderList headers = {{"Host", "localhost"}}) {
  RequestHead head;
  head.method = method;
  head.target = target;
  head.headers = std::move(headers);
  return head;
}

struct World {
  domain::Mint mint{1};
  Health health{"instance-1"};
  Routes routes{HostList(), health, mint};

  Answer answer(RequestHead const& request) {
    Reply reply = routes.open(request);
    return std::get<Answer>(std::move(reply));
  }
};

TEST_CASE("our own pages and refusals need no runtime, everything else does") {
  World world;
  CHECK_FALSE(world.routes.needs_runtime(head("GET", "/_neargate/health")));
  CHECK_FALSE(world.routes.needs_runtime(head("GET", "/console/")));
  CHECK_FALSE(world.routes.needs_runtime(head("POST", "/", {{"Host", "evil.example"}})));
  CHECK(world.routes.needs_runtime(head("POST", "/")));
  CHECK(world.routes.needs_runtime(head("GET", "/v2/")));
}

TEST_CASE("before the runtime is there each door says so in its own words") {
  World world;
  Answer const api = world.answer(head("POST", "/"));
  CHECK(api.status == 503);
  CHECK(api.body.find("\"__type\":\"ServiceUnavailableException\"") != std::string::npos);
  Answer const registry = world.answer(head("GET", "/v2/"));
  CHECK(registry.status == 503);
  CHECK(registry.body.find("\"errors\":[{\"code\":\"UNAVAILABLE\"") != std::string::npos);
}

TEST_CASE("health tells what is degraded and what the set-up waits for") {
  World world;
  CHECK(world.health.set_obstacle("no daemon"));
  CHECK_FALSE(world.health.set_obstacle("no daemon"));
  CHECK(world.answer(head("GET", "/_neargate/health")).body.find("\"no daemon\"") != std::string::npos);
  world.health.set_obstacle({});
  world.health.set_runtime("docker");
  world.health.set_ready();
  CHECK(world.answer(head("GET", "/_neargate/health")).body.find("\"status\": \"ok\"") != std::string::npos);
  world.health.set_watch([] { return std::vector<std::string>{"Docker is away: \xff"}; });
  std::string const page = world.answer(head("GET", "/_neargate/health?x=1")).body;
  CHECK(page.find("\"status\": \"degraded\"") != std::string::npos);
  CHECK(page.find("Docker is away") != std::string::npos);
  CHECK(page.find("\"runtime\": \"docker\"") != std::string::npos);
}

TEST_CASE("health and reset answer under the names that other emulators gave them, as guarded as our own") {
  World world;
  for (char const* const path : {"/_localstack/health", "/_floci/health", "/_fakecloud/health"}) {
    CHECK_FALSE(world.routes.needs_runtime(head("GET", path)));
    CHECK_MESSAGE(world.answer(head("GET", path)).body == world.answer(head("GET", "/_neargate/health")).body,
                  path);
    CHECK_MESSAGE(world.answer(head("DELETE", path)).status == 405, path);
  }
  for (char const* const path : {"/moto-api/reset", "/_localstack/state/reset", "/_fakecloud/reset"}) {
    CHECK(world.routes.needs_runtime(head("POST", path)));
    CHECK_MESSAGE(world.answer(head("GET", path)).status == 405, path);
    CHECK_MESSAGE(world.answer(head("POST", path, {{"Host", "evil.example"}})).status == 421, path);
    Answer const from_elsewhere =
        world.answer(head("POST", path, {{"Host", "localhost"}, {"Origin", "http://evil.example"}}));
    CHECK_MESSAGE(from_elsewhere.status == 403, path);
  }
}

TEST_CASE("a page that is not there, or a method that a page does not have") {
  World world;
  CHECK(world.answer(head("GET", "/_neargate/nothing")).status == 404);
  CHECK(world.answer(head("GET", "/console/")).status == 404);
  Answer const refused = world.answer(head("POST", "/_neargate/health"));
  CHECK(refused.status == 405);
  CHECK(refused.header("Allow") == "GET, HEAD");
}

}  // namespace
}  // namespace neargate::server
