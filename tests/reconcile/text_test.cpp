// Names and settings that Docker and people see.

#include <doctest/doctest.h>

#include "reconcile/container_spec.h"
#include "reconcile/failure_text.h"
#include "reconcile/images.h"
#include "reconcile/unhonoured.h"
#include "toy.h"

using namespace neargate;
using namespace neargate::reconcile;
using domain::NetworkMode;

TEST_CASE("a reference is completed as a registry client does") {
  std::pair<char const*, char const*> const table[] = {
      {"nginx", "docker.io/library/nginx:latest"},
      {"nginx:1.25", "docker.io/library/nginx:1.25"},
      {"me/app", "docker.io/me/app:latest"},
      {"localhost/app:1", "localhost/app:1"},
      {"127.0.0.1:4566/a/b", "127.0.0.1:4566/a/b:latest"},
      {"ghcr.io/a/b@sha256:0", "ghcr.io/a/b@sha256:0"},
  };
  for (auto const& [image, whole] : table) CHECK(canonical_reference(image) == whole);
  CHECK(repository_of("127.0.0.1:4566/a/b:tag") == "127.0.0.1:4566/a/b");
  CHECK(repository_of("127.0.0.1:4566/a/b@sha256:0") == "127.0.0.1:4566/a/b");
  CHECK(repository_of("app") == "app");
}

TEST_CASE("sizes become Docker's limits") {
  struct Row {
    int cpu;
    std::optional<int> memory, task_cpu, task_memory;
    std::int64_t shares, nano_cpus, bytes;
  };
  constexpr std::int64_t mib = 1 << 20;
  Row const table[] = {
      {0, {}, {}, {}, 2, 0, 0},
      {1, 128, {}, {}, 2, 0, 128 * mib},
      {300000, 4, {}, {}, 262144, 0, 6 * mib},
      {256, {}, 256, 512, 256, 250'000'000, 512 * mib},
      {0, 100, 1024, 2048, 2, 1'000'000'000, 100 * mib},
      {0, {}, 2048, 4096, 2, 0, 4096 * mib},  // the whole host
  };
  for (auto const& row : table) {
    auto app = toy::container("app");
    app.cpu = row.cpu;
    app.memory_mib = row.memory;
    auto definition = toy::definition("web", 1, NetworkMode::Bridge, {app});
    definition.cpu = row.task_cpu;
    definition.memory_mib = row.task_memory;
    toy::World world;
    world.settings.host_nano_cpus = 2'000'000'000;
    auto const spec = container_spec(world.run(definition), definition, app, "image", "", world.settings);
    CHECK(spec.cpu_shares == row.shares);
    CHECK(spec.nano_cpus == row.nano_cpus);
    CHECK(spec.memory_bytes == row.bytes);
  }
}

TEST_CASE("environment: overrides win, what ECS adds comes last, a region of one's own is left alone") {
  auto app = toy::container("app");
  app.environment = {{"A", "1"}, {"B", "2"}};
  auto const definition = toy::definition("web", 1, NetworkMode::Awsvpc, {app});
  toy::World world;
  domain::Task& task = world.run(definition);
  task.overrides = {{.name = "app", .command = {{"sh"}}, .environment = {{"B", "3"}, {"C", "4"}}}};
  auto const spec = container_spec(task, definition, app, "image", "", world.settings);
  CHECK(spec.environment == std::vector<std::string>{"A=1", "B=3", "C=4", "AWS_EXECUTION_ENV=AWS_ECS_FARGATE",
                                                     "AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1"});
  CHECK(spec.command == std::vector<std::string>{"sh"});
  app.environment = {{"AWS_REGION", "us-east-1"}};
  task.overrides.clear();
  CHECK(container_spec(task, definition, app, "image", "", world.settings).environment ==
        std::vector<std::string>{"AWS_REGION=us-east-1", "AWS_EXECUTION_ENV=AWS_ECS_FARGATE"});
}

TEST_CASE("a namespace of its own has the interface's address, MAC and host name") {
  auto app = toy::container("app");
  app.port_mappings = {{.container_port = 80, .host_port = 80}};
  auto const definition = toy::definition("web", 1, NetworkMode::Awsvpc, {app});
  toy::World world;
  world.run(definition);
  world.tick();
  domain::Task const& task = world.desired.tasks[0];
  auto const spec = container_spec(task, definition, app, "image", "", world.settings);
  CHECK(spec.network_mode == "vpc-net");
  CHECK(spec.ipv4_address == "10.0.0.4");
  CHECK(spec.mac_address == task.eni->mac_address);
  CHECK(spec.hostname == "ip-10-0-0-4.eu-west-1.compute.internal");
  CHECK(spec.ports == std::vector<docker::PublishedPort>{{80, "tcp", "127.0.0.4", 80}});
  CHECK(spec.labels.at("com.amazonaws.ecs.container-name") == "app");
  CHECK(spec.labels.at("neargate.instance") == "instance");
}

TEST_CASE("members that are not acted upon are named, those that AWS fills in empty are not") {
  CHECK(list_unhonoured(R"({"volumes":[],"placementConstraints":[],"pidMode":"task","containerDefinitions":[
          {"name":"web","mountPoints":[],"ulimits":[{"name":"core"}],"privileged":false,
           "versionConsistency":"disabled",
           "portMappings":[{"containerPort":80,"appProtocol":"http"}]}]})") ==
        std::vector<std::string>{"pidMode", "containerDefinitions[web].ulimits",
                                 "containerDefinitions[web].portMappings.appProtocol"});
  CHECK(list_unhonoured("not json").empty());
}
