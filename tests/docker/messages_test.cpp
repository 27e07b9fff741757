#include "docker/messages.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace docker = neargate::docker;
namespace message = neargate::docker::message;
using namespace std::chrono;
using Json = nlohmann::json;

namespace {

/// An inspection cut to what is read, with `state` as its State.
std::string inspection(std::string const& state) {
  return R"({"Id": "c1", "Name": "/web", "Image": "sha256:aa", "State": )" + state +
         R"(, "Config": {"Labels": {"k": "v"}}, "NetworkSettings": {
    "Ports": {"80/tcp": [{"HostIp": "127.31.0.5", "HostPort": "80"}], "53/udp": null},
    "Networks": {"vpc": {"IPAddress": "172.31.0.5"}, "left": {"IPAddress": ""}}}})";
}

}  // namespace

TEST_CASE("a running container has addresses, ports and no exit code") {
  auto const container = message::read_container(
      inspection(R"({"Status": "running", "ExitCode": 0, "StartedAt": "2024-01-01T00:00:01.5Z",
                     "FinishedAt": "2024-01-01T00:00:00.5Z", "Health": {"Status": "starting"}})"));
  REQUIRE(container);
  auto const day = sys_days{year{2024} / 1 / 1};
  docker::ContainerState expected;
  expected.id = "c1";
  expected.name = "web";
  expected.labels = {{"k", "v"}};
  expected.state = docker::RunState::Running;
  expected.started_at = day + 1500ms;
  expected.image_id = "sha256:aa";
  expected.health = docker::Health::Starting;
  expected.addresses = {{"vpc", "172.31.0.5"}};
  expected.ports = {{80, "tcp", "127.31.0.5", 80}};
  CHECK((*container == expected));
}

TEST_CASE("an exit code is told only of a container that ran and ended") {
  struct Row {
    char const* state;
    docker::RunState run;
    std::optional<int> exit_code;
  };
  Row const rows[] = {
      {R"({"Status": "created", "ExitCode": 0, "StartedAt": "0001-01-01T00:00:00Z",
           "FinishedAt": "0001-01-01T00:00:00Z"})",
       docker::RunState::Created, std::nullopt},
      // Its start failed: "exec: not found".
      {R"({"Status": "created", "ExitCode": 127, "Error": "no such file", "StartedAt": "0001-01-01T00:00:00Z",
           "FinishedAt": "0001-01-01T00:00:00Z"})",
       docker::RunState::Created, std::nullopt},
      {R"({"Status": "exited", "ExitCode": 137, "OOMKilled": true, "StartedAt": "2024-01-01T00:00:00Z",
           "FinishedAt": "2024-01-01T00:00:01Z"})",
       docker::RunState::Exited, 137},
      {R"({"Status": "exited", "ExitCode": 0, "StartedAt": "2024-01-01T00:00:00Z",
           "FinishedAt": "2024-01-01T00:00:01Z"})",
       docker::RunState::Exited, 0},
      {R"({"Status": "dead", "ExitCode": 1, "StartedAt": "2024-01-01T00:00:00Z",
           "FinishedAt": "2024-01-01T00:00:01Z"})",
       docker::RunState::Dead, 1},
      {R"({"Status": "paused", "ExitCode": 0, "StartedAt": "2024-01-01T00:00:00Z"})",
       docker::RunState::Paused, std::nullopt},
      {"null", docker::RunState::Created, std::nullopt},
  };
  for (Row const& row : rows) {
    CAPTURE(row.state);
    auto const container = message::read_container(inspection(row.state));
    REQUIRE(container);
    CHECK((container->state == row.run));
    CHECK((container->exit_code == row.exit_code));
    CHECK(container->out_of_memory == (row.exit_code == 137));
  }
}

TEST_CASE("bodies that are no such message are refused, null members are not") {
  for (char const* const bad : {"", "{", "[]", "null", "7", "{}", R"({"Id": 7})"}) {
    CAPTURE(bad);
    CHECK_FALSE(message::read_container(bad));
    CHECK_FALSE(message::read_image(bad));
    CHECK_FALSE(message::read_created_id(bad));
    CHECK_FALSE(message::read_version(bad));
  }
  CHECK(message::read_container(
      R"({"Id":"c","Config":null,"NetworkSettings":{"Ports":null,"Networks":null}})"));
  CHECK(message::read_volumes(R"({"Volumes":null})")->empty());
  CHECK_FALSE(message::read_networks("{}"));
  CHECK_FALSE(message::read_container_ids("{}"));
}

TEST_CASE("lists of networks and volumes are read") {
  auto const networks = message::read_networks(
      R"([{"Id":"n1","Name":"a","Labels":{"x":"1"},"IPAM":{"Config":[{"Subnet":"172.31.0.0/16"}]}},
          {"Id":"n2","Name":"host","Labels":null,"IPAM":{"Config":null}}])");
  REQUIRE(networks->size() == 2);
  CHECK(networks->at(0).name == "a");
  CHECK((networks->at(0).subnets == std::vector<std::string>{"172.31.0.0/16"}));
  CHECK((networks->at(0).labels == docker::Labels{{"x", "1"}}));
  CHECK(networks->at(1).subnets.empty());
  auto const volumes = message::read_volumes(R"({"Volumes":[{"Name":"v","Labels":{"x":"1"}}]})");
  CHECK((volumes->at(0).labels == docker::Labels{{"x", "1"}}));
}

TEST_CASE("a refusal is the daemon's own text") {
  CHECK(message::read_refusal(R"({"message":"No such container: x"})") == "No such container: x");
  CHECK(message::read_refusal("404 page not found\n") == "404 page not found");
  CHECK(message::read_refusal("") == "");
}

TEST_CASE("events and progress lines are read") {
  auto const died = message::read_event(
      R"({"Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"exitCode":"137"}}})");
  CHECK(died->container_id == "c1");
  CHECK(died->action == "die");
  CHECK((died->exit_code == 137));
  CHECK_FALSE(message::read_event(R"({"Action":"start","Actor":{"ID":"c1"}})")->exit_code);
  CHECK_FALSE(message::read_event("not json"));
  CHECK(message::read_progress(R"({"status":"Downloading"})")->status == "Downloading");
  CHECK(message::read_progress(R"({"errorDetail":{"message":"broken"},"error":"x"})")->error == "broken");
  CHECK(message::read_progress(R"({"error":"old"})")->error == "old");
}

TEST_CASE("a container is asked for with its fixed address, MAC and published ports") {
  docker::ContainerSpec spec;
  spec.name = "web";
  spec.image = "app:1";
  spec.command = std::vector<std::string>{"serve"};
  spec.environment = {"B=2", "A=1"};
  spec.hostname = "ip-172-31-0-5";
  spec.labels = {{"k", "v"}};
  spec.nano_cpus = 250'000'000;
  spec.memory_bytes = 512 << 20;
  spec.network_mode = "neargate-1";
  spec.ipv4_address = "172.31.0.5";
  spec.mac_address = "02:00:00:00:00:05";
  spec.ports = {{80, "tcp", "127.31.0.5", 80}, {80, "tcp", "127.0.0.1", 0}};
  Json const expected = Json::parse(R"({
    "Image": "app:1", "Cmd": ["serve"], "Env": ["B=2", "A=1"], "Hostname": "ip-172-31-0-5",
    "Labels": {"k": "v"}, "MacAddress": "02:00:00:00:00:05", "ExposedPorts": {"80/tcp": {}},
    "HostConfig": {"RestartPolicy": {"Name": "no"}, "NetworkMode": "neargate-1", "NanoCpus": 250000000,
      "Memory": 536870912, "PortBindings": {"80/tcp": [{"HostIp": "127.31.0.5", "HostPort": "80"},
                                                        {"HostIp": "127.0.0.1", "HostPort": ""}]}},
    "NetworkingConfig": {"EndpointsConfig": {"neargate-1": {"IPAMConfig": {"IPv4Address":"172.31.0.5"}}}}})");
  CHECK(Json::parse(message::write_container(spec, 41)) == expected);
  Json const newer = Json::parse(message::write_container(spec, 44));
  CHECK_FALSE(newer.contains("MacAddress"));
  CHECK(newer["NetworkingConfig"]["EndpointsConfig"]["neargate-1"]["MacAddress"] == "02:00:00:00:00:05");
}

TEST_CASE("a health check is written in nanoseconds, and only when there is one") {
  docker::ContainerSpec spec;
  CHECK_FALSE(Json::parse(message::write_container(spec, 41)).contains("Healthcheck"));
  spec.health_check = docker::HealthCheck{.test = {"CMD-SHELL", "true || exit 1"},
                                          .interval = std::chrono::seconds{30},
                                          .timeout = std::chrono::seconds{5},
                                          .start_period = std::chrono::seconds{0},
                                          .retries = 3};
  CHECK(Json::parse(message::write_container(spec, 41))["Healthcheck"] ==
        Json::parse(R"({"Test": ["CMD-SHELL", "true || exit 1"], "Interval": 30000000000,
                        "Timeout": 5000000000, "StartPeriod": 0, "Retries": 3})"));
}

TEST_CASE("a container in another's namespace has no host name and no network of its own") {
  docker::ContainerSpec spec;
  spec.image = "app:1";
  spec.network_mode = "container:abc";
  spec.hostname = "mine";
  Json const body = Json::parse(message::write_container(spec, 41));
  CHECK_FALSE(body.contains("Hostname"));
  CHECK_FALSE(body.contains("NetworkingConfig"));
  CHECK(body["HostConfig"]["NetworkMode"] == "container:abc");
}

TEST_CASE("text that is not UTF-8 does not throw") {
  docker::ContainerSpec spec;
  spec.environment = {"A=\xff"};
  CHECK_NOTHROW(message::write_container(spec, 41));
}

TEST_CASE("a network is asked for with its subnet, gateway and a unique name") {
  Json const expected = Json::parse(R"({"Name": "n", "CheckDuplicate": true, "Driver": "bridge",
    "IPAM": {"Driver": "default", "Config": [{"Subnet": "172.31.0.0/16", "Gateway": "172.31.0.1"}]},
    "Labels": {"k": "v"}})");
  CHECK(Json::parse(message::write_network({"n", "172.31.0.0/16", "172.31.0.1", {{"k", "v"}}})) == expected);
}
