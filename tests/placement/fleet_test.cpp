#include "placement/fleet.h"

#include <doctest/doctest.h>

#include <random>

#include "placement/local_instance.h"

using namespace neargate;
using namespace neargate::placement;
using domain::ConstraintType;
using domain::PlacementStrategyType;

namespace {

domain::Scope const scope{domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};
domain::ClusterName const cluster{"c"};

domain::ContainerInstanceId id(char const* text) { return domain::ContainerInstanceId{text}; }

/// One vCPU and 1 GiB in a zone; ssh stands on port 22.
domain::ContainerInstance instance(char const* name, char const* zone) {
  domain::ContainerInstance one;
  one.key = {scope, cluster, id(name)};
  one.ec2_instance_id = std::string("i-") + name;
  one.cpu = 1024;
  one.memory_mib = 1024;
  one.reserved_ports = {{22, domain::Protocol::Tcp}};
  one.attributes = {
      {"ecs.availability-zone", zone}, {"name", name}, {"ecs.capability.task-eni", std::nullopt}};
  one.agent_version = "1.105.1";
  return one;
}

/// Three instances, two in zone a and one in zone b.
std::vector<domain::ContainerInstance> three() {
  return {instance("i1", "a"), instance("i2", "a"), instance("i3", "b")};
}

domain::Task task(char const* name, char const* on, domain::Reservation reservation,
                  char const* group = "family:f") {
  domain::Task one;
  one.key = {scope, cluster, domain::TaskId{name}};
  one.container_instance = id(on);
  one.reservation = std::move(reservation);
  one.group = group;
  one.last_status = domain::TaskStatus::Running;
  return one;
}

Demand demand(int cpu = 128, int memory = 128) {
  return {.needs = {.cpu = cpu, .memory_mib = memory}, .group = "family:f"};
}
Demand with(std::vector<domain::PlacementStrategy> strategy, int cpu = 128) {
  Demand one = demand(cpu);
  one.strategy = std::move(strategy);
  return one;
}
Demand constrained(std::vector<domain::PlacementConstraint> constraints) {
  Demand one = demand();
  one.constraints = std::move(constraints);
  return one;
}

std::uint64_t zero() { return 0; }

std::string chosen(Fleet const& fleet, Demand const& asked) {
  auto const choice = fleet.choose(asked, zero);
  if (choice.instance != nullptr) return choice.instance->key.id.text();
  return choice.obstacle.reason + (choice.obstacle.closest ? " " + choice.obstacle.closest->id.text() : "");
}

/// Places `count` tasks one after another: the instances in order.
std::string placed(Fleet& fleet, Demand const& asked, int count) {
  std::string order;
  for (int i = 0; i < count; ++i) {
    auto const where = chosen(fleet, asked);
    order += (i ? " " : "") + where;
    fleet.hold(task(("t" + std::to_string(i)).c_str(), where.c_str(), asked.needs, asked.group.c_str()));
  }
  return order;
}

domain::PlacementStrategy spread(char const* field) { return {PlacementStrategyType::Spread, field}; }
domain::PlacementStrategy binpack(char const* field) { return {PlacementStrategyType::Binpack, field}; }
domain::PlacementConstraint member_of(char const* text) { return {ConstraintType::MemberOf, text}; }

}  // namespace

TEST_CASE("no instance, no place") {
  CHECK(chosen(Fleet{}, demand()) == no_instances);
  auto gone = instance("i1", "a");
  gone.status = domain::ContainerInstanceStatus::Inactive;
  CHECK(chosen(Fleet{{gone}}, demand()) == no_instances);
  gone.status = domain::ContainerInstanceStatus::Draining;
  CHECK(chosen(Fleet{{gone}}, demand()) == no_instances);
}

TEST_CASE("what an instance lacks is told in the order in which ECS looks") {
  struct Row {
    char const* what;
    Demand asked;
    char const* told;
  };
  auto const needing = [](domain::Reservation needs) {
    Demand one = demand();
    one.needs = std::move(needs);
    one.required_attributes = {"missing"};
    return one;
  };
  Demand lacking = demand();
  lacking.required_attributes = {"ecs.capability.task-eni", "missing"};
  lacking.constraints = {member_of("attribute:name == other")};
  for (Row const& row : std::vector<Row>{
           {"cpu", needing({.cpu = 1025, .memory_mib = 5000}), "RESOURCE:CPU i1"},
           {"memory", needing({.cpu = 1024, .memory_mib = 1025}), "RESOURCE:MEMORY i1"},
           {"gpu", needing({.gpus = 1}), "RESOURCE:GPU i1"},
           {"a port of the machine", needing({.ports = {{22, domain::Protocol::Tcp}}}), "RESOURCE:PORTS i1"},
           {"the same number of the other protocol", needing({.ports = {{22, domain::Protocol::Udp}}}),
            "ATTRIBUTE i1"},
           {"an attribute", lacking, "ATTRIBUTE i1"},
           {"a constraint", constrained({member_of("attribute:name == other")}),
            "MemberOf placement constraint unsatisfied. i1"},
       }) {
    CAPTURE(row.what);
    CHECK(chosen(Fleet{three()}, row.asked) == row.told);
  }
  auto lost = instance("i1", "a");
  lost.agent_connected = false;
  CHECK(chosen(Fleet{{lost}}, demand()) == "AGENT i1");
}

TEST_CASE("one instance after another fills, and each tells what it lacks") {
  Fleet fleet{three()};
  Demand const big = demand(600, 600);
  CHECK(placed(fleet, big, 3) == "i1 i2 i3");
  CHECK(chosen(fleet, big) == "RESOURCE:CPU i1");
  CHECK(chosen(fleet, demand(100, 600)) == "RESOURCE:MEMORY i1");
  CHECK(fleet.refusals(big).size() == 3);
  fleet.release(task("t1", "i2", {}));
  CHECK(chosen(fleet, big) == "i2");
  CHECK(fleet.refusals(big).size() == 2);
}

TEST_CASE("a task holds what it needs from PENDING until STOPPED") {
  Fleet fleet{three()};
  domain::Task one = task("t", "i1", {.cpu = 100, .memory_mib = 200, .ports = {{80, domain::Protocol::Tcp}}});
  one.last_status = domain::TaskStatus::Pending;
  fleet.hold(one);
  auto left = fleet.remaining(id("i1"));
  CHECK(left.cpu == 924);
  CHECK(left.memory_mib == 824);
  CHECK(left.ports.back() == std::pair{80, domain::Protocol::Tcp});
  CHECK(left.pending_tasks == 1);
  one.last_status = domain::TaskStatus::Running;
  fleet.hold(one);  // again: the same task holds once
  left = fleet.remaining(id("i1"));
  CHECK(left.cpu == 924);
  CHECK(left.running_tasks == 1);
  CHECK(left.pending_tasks == 0);
  fleet.release(one);
  fleet.release(one);
  CHECK(fleet.remaining(id("i1")).cpu == 1024);
  one.last_status = domain::TaskStatus::Stopped;
  fleet.hold(one);
  CHECK(fleet.remaining(id("i1")).cpu == 1024);
}

TEST_CASE("strategies choose") {
  struct Row {
    char const* what;
    std::vector<domain::PlacementStrategy> strategy;
    char const* order;
  };
  for (Row const& row : std::vector<Row>{
           {"spread over instances", {spread("instanceId")}, "i1 i2 i3 i1 i2 i3"},
           {"host is another word for it", {spread("host")}, "i1 i2 i3 i1 i2 i3"},
           {"spread over zones", {spread("attribute:ecs.availability-zone")}, "i1 i3 i1 i3 i1 i3"},
           {"zones, and instances within them",
            {spread("attribute:ecs.availability-zone"), spread("instanceId")},
            "i1 i3 i2 i3 i1 i3"},
           {"binpack fills one", {binpack("memory")}, "i1 i1 i1 i1 i1 i1"},
           {"zones, binpack within them",
            {spread("attribute:ecs.availability-zone"), binpack("cpu")},
            "i1 i3 i1 i3 i1 i3"},
       }) {
    CAPTURE(row.what);
    Fleet fleet{three()};
    CHECK(placed(fleet, with(row.strategy), 6) == row.order);
  }
}

TEST_CASE("binpack takes the instance with the least left that is enough") {
  Fleet fleet{three()};
  fleet.hold(task("a", "i2", {.cpu = 900, .memory_mib = 10}));
  fleet.hold(task("b", "i3", {.cpu = 500, .memory_mib = 900}));
  CHECK(chosen(fleet, with({binpack("cpu")}, 100)) == "i2");
  CHECK(chosen(fleet, with({binpack("cpu")}, 200)) == "i1");  // no memory on i3
  CHECK(chosen(fleet, with({binpack("memory")}, 200)) == "i1");
}

TEST_CASE("spread counts the tasks of the same group only") {
  Fleet fleet{three()};
  fleet.hold(task("x", "i1", {}, "service:other"));
  CHECK(chosen(fleet, with({spread("instanceId")})) == "i1");
}

TEST_CASE("random is thrown") {
  Fleet const fleet{three()};
  std::mt19937_64 engine(1);  // NOLINT: the same throws every time
  std::map<std::string, int> count;
  for (int i = 0; i < 300; ++i)
    ++count[fleet.choose(with({{PlacementStrategyType::Random, ""}}), std::ref(engine))
                .instance->key.id.text()];
  CHECK(count.size() == 3);
  for (auto const& [name, times] : count) CHECK(times > 60);
}

TEST_CASE("a service without a strategy is spread over zones and instances") {
  Fleet fleet{three()};
  Demand asked = demand();
  asked.group = "service:s";
  CHECK(placed(fleet, asked, 4) == "i1 i3 i2 i3");
}

TEST_CASE("constraints hold") {
  Fleet fleet{three()};
  CHECK(chosen(fleet, constrained({member_of("attribute:ecs.availability-zone == b")})) == "i3");
  CHECK(chosen(fleet, constrained({member_of("runningTasksCount == 0"),
                                   member_of("ec2InstanceId == i-i2")})) == "i2");
  CHECK(chosen(fleet, constrained({member_of("agentVersion >= 1.100.0 and agentConnected == true")})) ==
        "i1");
  CHECK(placed(fleet, constrained({{ConstraintType::DistinctInstance, ""}}), 4) ==
        "i1 i2 i3 DistinctInstance placement constraint unsatisfied. i1");
  CHECK(chosen(fleet, constrained({member_of("task:group == family:f")})) == "i1");
  CHECK(chosen(fleet, constrained({member_of("not(task:group == family:f)")})) ==
        "MemberOf placement constraint unsatisfied. i1");
}

TEST_CASE("a provider with instances of its own stays on them") {
  auto instances = three();
  Demand asked = demand();
  asked.provider = "big";
  CHECK(chosen(Fleet{instances}, asked) == "i1");
  instances[1].capacity_provider = "big";
  CHECK(chosen(Fleet{instances}, asked) == "i2");
}

TEST_CASE("an interface stands in the zone of its instance") {
  auto instances = three();
  Demand asked = demand();
  asked.zones = {"b", "c"};
  CHECK(chosen(Fleet{instances}, asked) == "i3");
  asked.zones = {"c"};
  CHECK(chosen(Fleet{instances}, asked) == "LOCATION i1");
  CHECK(Fleet{instances}.refusal_of(id("i3"), asked)->reason == "LOCATION");
}

TEST_CASE("ports that were chosen at start are in use too") {
  Fleet fleet{three()};
  domain::Task one = task("t", "i1", {.ports = {{80, domain::Protocol::Tcp}}});
  one.containers.push_back({.bindings = {{.host_port = 80}, {.host_port = 32768}}});
  fleet.hold(one);
  CHECK(fleet.remaining(id("i1")).ports.size() == 3);  // 22, 80, 32768
  Demand asked = demand();
  asked.needs.ports = {{32768, domain::Protocol::Tcp}};
  CHECK(fleet.refusal_of(id("i1"), asked)->reason == "RESOURCE:PORTS");
}

TEST_CASE("external tasks go to external instances and no others do") {
  auto instances = three();
  Demand asked = demand();
  asked.is_external = true;
  CHECK(chosen(Fleet{instances}, asked) == no_instances);
  instances[2].attributes.push_back({"ecs.capability.external", std::nullopt});
  CHECK(chosen(Fleet{instances}, asked) == "i3");
  CHECK(chosen(Fleet{{instances[2]}}, demand()) == no_instances);
}

TEST_CASE("a named instance takes a task or tells why not") {
  auto instances = three();
  instances[1].status = domain::ContainerInstanceStatus::Draining;
  instances[2].agent_connected = false;
  Fleet const fleet{instances};
  CHECK_FALSE(fleet.refusal_of(id("i1"), demand()));
  CHECK(fleet.refusal_of(id("i1"), demand(2000))->reason == "RESOURCE:CPU");
  CHECK(fleet.refusal_of(id("i2"), demand())->reason == "INACTIVE");
  CHECK(fleet.refusal_of(id("i3"), demand())->reason == "AGENT");
  CHECK(fleet.refusal_of(id("i9"), demand())->reason == "MISSING");
}

TEST_CASE("a daemon wants every instance that fits, full ones too") {
  Fleet fleet{three()};
  fleet.hold(task("x", "i1", {.cpu = 1024}));
  CHECK(fleet.eligible(demand()).size() == 3);
  CHECK(fleet
            .eligible(constrained(
                {member_of("attribute:ecs.availability-zone == a"), {ConstraintType::DistinctInstance, ""}}))
            .size() == 2);
}

TEST_CASE("this machine's own instance steps back when another is registered") {
  domain::Mint mint(1);
  auto const local =
      local_instance(scope, cluster, {.cpu = 2048, .memory_mib = 4000, .docker_version = "20.10"},
                     "eu-west-1a", mint, domain::Time{});
  Demand asked = demand();
  asked.required_attributes = {"ecs.capability.task-eni",
                               "com.amazonaws.ecs.capability.docker-remote-api.1.18"};
  Fleet const alone{{local}};
  CHECK_FALSE(alone.has_registered());
  CHECK(chosen(alone, asked) == local.key.id.text());
  CHECK(zone_of(local) == "eu-west-1a");
  Fleet const joined{{local, instance("i1", "a")}};
  CHECK(joined.has_registered());
  CHECK(chosen(joined, demand()) == "i1");
  CHECK(joined.eligible(demand()).size() == 1);
}

TEST_CASE("what stops leaves the best spread") {
  Fleet const fleet{three()};
  std::vector<domain::Task> tasks;
  int age = 0;
  for (auto const& [name, on] : {std::pair{"t1", "i1"}, {"t2", "i1"}, {"t3", "i2"}, {"t4", "i3"}}) {
    tasks.push_back(task(name, on, {}));
    tasks.back().availability_zone = zone_of(*fleet.find(id(on)));
    tasks.back().created_at = domain::Time{std::chrono::seconds{++age}};
  }
  auto const order = [&](std::vector<domain::PlacementStrategy> const& strategy, int count) {
    std::vector<domain::Task const*> candidates;
    for (auto const& one : tasks) candidates.push_back(&one);
    std::string names;
    for (auto const* one : fleet.choose_to_stop(candidates, count, strategy))
      names += (names.empty() ? "" : " ") + one->key.id.text();
    return names;
  };
  CHECK(order({}, 4) == "t1 t2 t3 t4");
  CHECK(order({}, 9) == "t1 t2 t3 t4");
  CHECK(order({spread("instanceId")}, 3) == "t1 t2 t3");
  CHECK(order({binpack("memory")}, 2) == "t1 t2");
  tasks[2].last_status = domain::TaskStatus::Pending;
  CHECK(order({}, 2) == "t3 t1");
  tasks[3].created_at = domain::Time{};
  tasks[0].availability_zone = "b";  // b: t1, t4; a: t2, t3
  CHECK(order({spread("attribute:ecs.availability-zone")}, 3) == "t3 t4 t1");
}

TEST_CASE("service events tell the obstacle") {
  domain::ContainerInstanceKey const key{scope, cluster, id("i1")};
  auto const told = [&](char const* reason) {
    auto const text = unable_to_place({reason, key});
    auto const begin = text.find("The closest");
    return text.substr(begin, text.find(" For more") - begin);
  };
  CHECK(unable_to_place({std::string(no_instances), std::nullopt}) ==
        "was unable to place a task because no container instance met all of its requirements. Reason: No "
        "Container "
        "Instances were found in your cluster. For more information, see the Troubleshooting section of the "
        "Amazon "
        "ECS Developer Guide.");
  CHECK(told("RESOURCE:CPU") ==
        "The closest matching (container-instance i1) has insufficient CPU units available.");
  CHECK(told("RESOURCE:MEMORY") ==
        "The closest matching (container-instance i1) has insufficient memory available.");
  CHECK(told("RESOURCE:PORTS") ==
        "The closest matching (container-instance i1) is already using a port required by your task.");
  CHECK(told("ATTRIBUTE") ==
        "The closest matching (container-instance i1) is missing an attribute required by your task.");
  CHECK(told("AGENT") == "The closest matching (container-instance i1) encountered error \"AGENT\".");
}
