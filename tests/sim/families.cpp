#include "tests/sim/families.h"

#include <nlohmann/json.hpp>

namespace neargate::sim {

namespace {

using Json = nlohmann::json;

Json container(std::string const& name, std::string const& image) {
  return {{"name", name}, {"image", image}, {"essential", true}, {"cpu", 64}, {"memory", 64}};
}

Json containers_of(std::string const& family) {
  if (family == "single") return {container("app", "app:1")};
  if (family == "pair") {
    Json app = container("app", "app:1");
    app["dependsOn"] = {{{"containerName", "side"}, {"condition", "START"}}};
    return {app, container("side", "side:1")};
  }
  if (family == "prepared") {
    Json app = container("app", "app:1"), init = container(init_container, "init:1");
    init["essential"] = false;
    app["dependsOn"] = {{{"containerName", init_container}, {"condition", "SUCCESS"}}};
    return {init, app};
  }
  if (family == "checked") {
    Json app = container(checked_container, "app:1");
    app["healthCheck"] = {{"command", {"CMD-SHELL", "true"}}};
    return {app};
  }
  if (family == "flaky") return {container("app", flaky_image)};
  Json app = container("app", "app:1");
  app["portMappings"] = {{{"containerPort", 80}, {"hostPort", family == "bridged-port" ? 8080 : 0}}};
  return {app};
}

}  // namespace

std::vector<Family> const& families() {
  static std::vector<Family> const all{{"single"},
                                       {"pair"},
                                       {"prepared"},
                                       {"checked"},
                                       {"flaky"},
                                       {.name = "bridged", .is_awsvpc = false, .is_fargate = false},
                                       {.name = "bridged-port", .is_awsvpc = false, .is_fargate = false}};
  return all;
}

std::string definition_of(Family const& family, int revision) {
  Json body{{"family", family.name},
            {"networkMode", family.is_awsvpc ? "awsvpc" : "bridge"},
            {"containerDefinitions", containers_of(family.name)}};
  body["containerDefinitions"][0]["environment"] = {
      {{"name", "REVISION"}, {"value", std::to_string(revision)}}};
  if (family.is_fargate) {
    body["cpu"] = "256";
    body["memory"] = "512";
    body["requiresCompatibilities"] = {"FARGATE", "EC2"};
  }
  return body.dump();
}

}  // namespace neargate::sim
