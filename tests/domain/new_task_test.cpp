#include "domain/new_task.h"

#include <doctest/doctest.h>

using namespace neargate::domain;

namespace {

TaskDefinition definition_of(NetworkMode mode, std::vector<std::string> const& containers) {
  TaskDefinition definition;
  definition.scope = {AccountId{"123456789012"}, Region{"eu-west-1"}};
  definition.key = {Family{"web"}, 7};
  definition.network_mode = mode;
  definition.cpu = 256;
  for (auto const& name : containers) {
    ContainerDefinition container;
    container.name = name;
    container.image = "busybox";
    definition.containers.push_back(container);
  }
  return definition;
}

}  // namespace

TEST_CASE("an awsvpc task is born PROVISIONING with a precreated interface") {
  Mint mint(1);
  TaskOrder order;
  order.cluster = ClusterName{"c"};
  order.subnet = Subnet{};
  order.subnet->id = SubnetId{"subnet-1"};
  Task const task = make_task(definition_of(NetworkMode::Awsvpc, {"app"}), order, mint, Time{});
  CHECK(task.last_status == TaskStatus::Provisioning);
  REQUIRE(task.eni);
  CHECK(task.eni->status == InterfaceStatus::Precreated);
  CHECK(task.eni->private_ip.empty());
  CHECK(task.eni->subnet == SubnetId{"subnet-1"});
  CHECK(task.pause_docker_name.empty());  // one container needs no namespace holder
  CHECK(task.cpu == 256);
}

TEST_CASE("a bridge task is born PENDING without an interface") {
  Mint mint(1);
  Task const task = make_task(definition_of(NetworkMode::Bridge, {"a", "b"}), {}, mint, Time{});
  CHECK(task.last_status == TaskStatus::Pending);
  CHECK_FALSE(task.eni);
  CHECK(task.pause_docker_name.empty());
}

TEST_CASE("several awsvpc containers share a namespace holder") {
  Mint mint(1);
  TaskOrder order;
  order.subnet = Subnet{};
  Task const task = make_task(definition_of(NetworkMode::Awsvpc, {"a", "b"}), order, mint, Time{});
  CHECK(task.pause_docker_name.starts_with("ecs-web-7-internalecspause-"));
}

TEST_CASE("a Docker name keeps only letters, digits and dashes of the container's name") {
  Mint mint(1);
  std::string const name = docker_name({Family{"web"}, 7}, "my_app-1", mint);
  CHECK(name.starts_with("ecs-web-7-myapp-1-"));
  CHECK(name.size() == std::string("ecs-web-7-myapp-1-").size() + 20);
}
