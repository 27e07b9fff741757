#pragma once
// A cluster with registered container instances, spoken to over the wire.

#include <string>

#include "tests/api/ecs/scene.h"
#include "tests/api/ecs/table.h"

namespace neargate::api::ecs::testing {

/// Cluster c, definitions web and box (tests/api/ecs/scene.h); instances as a test registers them.
struct FleetScene : Scene {
  explicit FleetScene(bool offers_local_machine = false) {
    if (!offers_local_machine) settings.local_machine.reset();
  }

  /// One vCPU, 1 GiB, ssh on port 22, in zone eu-west-1X.
  static std::string registration(std::string const& zone = "a") {
    std::string const identity =
        R"({\"instanceId\": \"i-0)" + zone + R"(\", \"instanceType\": \"t3.micro\", )" +
        R"(\"availabilityZone\": \"eu-west-1)" + zone + R"(\", \"imageId\": \"ami-1\"})";
    return R"({"cluster": "c", "instanceIdentityDocument": ")" + identity + R"(",
        "totalResources": [{"name": "CPU", "type": "INTEGER", "integerValue": 1024},
            {"name": "MEMORY", "type": "INTEGER", "integerValue": 1024},
            {"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["22"]},
            {"name": "PORTS_UDP", "type": "STRINGSET", "stringSetValue": []}],
        "versionInfo": {"agentVersion": "1.100.0", "agentHash": "abc",
            "dockerVersion": "DockerVersion: 25.0.0"},
        "attributes": [{"name": "com.amazonaws.ecs.capability.docker-remote-api.1.18"},
            {"name": "ecs.capability.task-eni"}]})";
  }

  /// The ARN of a new instance; `change` is laid over the request.
  static std::string join(Wire& wire, std::string const& zone = "a", std::string const& change = "{}") {
    auto const answer = wire("RegisterContainerInstance", registration(zone), change);
    CHECK_MESSAGE(answer.status == 200, answer.body);
    return answer.text("/containerInstance/containerInstanceArn");
  }
};

inline std::string as_json(std::string const& text) { return '"' + text + '"'; }

}  // namespace neargate::api::ecs::testing
