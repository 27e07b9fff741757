#include <nlohmann/json.hpp>

#include "tests/api/ecs/fleet_scene.h"

namespace neargate::api::ecs {

using testing::as_json;
using testing::FleetScene;
using testing::Wire;

namespace {

/// Three instances: two in zone a, one in zone b. The definition box: 10 CPU units, 64 MiB, bridge.
struct ThreeInstances : FleetScene {
  ThreeInstances() {
    Wire wire(*this);
    for (auto const& [name, zone] : {std::pair{"one", "a"}, {"two", "a"}, {"three", "b"}}) {
      clock.advance(std::chrono::seconds{1});
      arns[name] = join(wire, zone);
      wire("PutAttributes", R"({"cluster": "c", "attributes": [{"targetId": )" + as_json(arns[name]) +
                                R"(, "name": "name", "value": ")" + name + R"("}]})");
    }
  }
  std::map<std::string, std::string> arns;

  std::string name_of(std::string const& arn) const {
    for (auto const& [name, known] : arns)
      if (known == arn) return name;
    return "?";
  }
  /// How many of an answer's tasks each instance has: "one:2 three:1".
  std::string spread(testing::Answer const& answer) const {
    std::map<std::string, int> count;
    auto const body = nlohmann::json::parse(answer.body);
    for (auto const& task : body.at("tasks")) ++count[name_of(task.at("containerInstanceArn"))];
    std::string text;
    for (auto const& [name, tasks] : count)
      text += (text.empty() ? "" : " ") + name + ':' + std::to_string(tasks);
    return text;
  }
  /// The reasons of an answer's failures by instance: "one:RESOURCE:CPU".
  std::string failures(testing::Answer const& answer) const {
    std::set<std::string> reasons;
    auto const body = nlohmann::json::parse(answer.body);
    for (auto const& failure : body.at("failures"))
      reasons.insert(name_of(failure.at("arn")) + ' ' + failure.at("reason").get<std::string>());
    std::string text;
    for (auto const& reason : reasons) text += (text.empty() ? "" : ", ") + reason;
    return text;
  }
};

constexpr char const* run_box = R"({"cluster": "c", "taskDefinition": "box"})";
constexpr char const* run_web =
    R"({"cluster": "c", "taskDefinition": "web", "launchType": "EC2",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}})";

std::string define(Wire& wire, std::string const& family, std::string const& container,
                   std::string const& rest = "") {
  auto const answer = wire("RegisterTaskDefinition",
                           R"({"family": ")" + family +
                               R"(", "containerDefinitions": [{"name": "app", "image": "busybox", )" +
                               container + "}]" + rest + "}");
  CHECK_MESSAGE(answer.status == 200, answer.body);
  return R"({"cluster": "c", "taskDefinition": ")" + family + R"("})";
}

}  // namespace

TEST_CASE("without an instance RunTask is refused, as on AWS, when this machine is not offered") {
  FleetScene scene;
  Wire wire(scene);
  CHECK(wire("RunTask", run_box).told ==
        "400 InvalidParameterException: No Container Instances were found in your cluster.");
  CHECK(wire("RunTask", R"({"cluster": "c", "taskDefinition": "box", "launchType": "EXTERNAL"})").told ==
        "400 InvalidParameterException: No Container Instances were found in your cluster.");
}

TEST_CASE("without an instance this machine is one, registered when it is first needed") {
  FleetScene scene(true);
  Wire wire(scene);
  CHECK(wire("ListContainerInstances", R"({"cluster": "c"})").body == R"({"containerInstanceArns":[]})");
  auto const ran = wire("RunTask", run_box, R"({"count": 2})");
  auto const listed = wire("ListContainerInstances", R"({"cluster": "c"})");
  std::string const arn = listed.text("/containerInstanceArns/0");
  ran.shows({{"/tasks/0/containerInstanceArn", as_json(arn).c_str()},
             {"/tasks/1/containerInstanceArn", as_json(arn).c_str()},
             {"/tasks/0/availabilityZone", R"("eu-west-1a")"},
             {"/tasks/0/lastStatus", R"("PENDING")"},
             {"/tasks/0/launchType", R"("EC2")"},
             {"/failures", "[]"}});
  wire("DescribeContainerInstances", R"({"cluster": "c", "containerInstances": [)" + as_json(arn) + "]}")
      .shows({{"/containerInstances/0/pendingTasksCount", "2"},
              {"/containerInstances/0/registeredResources/0/integerValue", "4096"},
              {"/containerInstances/0/remainingResources/0/integerValue", "4076"},
              {"/containerInstances/0/remainingResources/1/integerValue", "8064"},
              {"/containerInstances/0/versionInfo/agentVersion", R"("1.105.1")"}});
  // It takes an awsvpc task in whichever zone the subnet is.
  CHECK(wire("RunTask", run_web).at("/tasks/0/containerInstanceArn") == as_json(arn));
  // Once somebody registers an instance, tasks go there.
  std::string const joined = FleetScene::join(wire);
  CHECK(wire("RunTask", run_box).at("/tasks/0/containerInstanceArn") == as_json(joined));
  CHECK(wire("RunTask", R"({"cluster": "c", "taskDefinition": "box", "launchType": "EXTERNAL"})").status ==
        400);
}

TEST_CASE("an idle machine of our own makes room for one that is registered") {
  FleetScene scene(true);
  Wire wire(scene);
  auto const task = wire("RunTask", run_box).text("/tasks/0/taskArn");
  scene.store.transact([&](state::Database& db) {
    domain::TaskId const id{task.substr(task.rfind('/') + 1)};
    auto row = *state::find_task(db, {scene.scope, domain::ClusterName{"c"}, id});
    row.last_status = domain::TaskStatus::Stopped;
    state::save_task(db, row);
  });
  std::string const joined = FleetScene::join(wire);
  CHECK(wire("ListContainerInstances", R"({"cluster": "c"})").body ==
        R"({"containerInstanceArns":[")" + joined + R"("]})");
}

TEST_CASE("strategies place tasks") {
  struct Case {
    char const* request;
    char const* where;
  };
  for (Case const& one : std::vector<Case>{
           {R"({"count": 6, "placementStrategy": [{"type": "spread", "field": "instanceId"}]})",
            "one:2 three:2 two:2"},
           {R"({"count": 3, "placementStrategy": [{"type": "spread", "field": "host"}]})",
            "one:1 three:1 two:1"},
           {R"({"count": 4, "placementStrategy": [
                {"type": "spread", "field": "attribute:ecs.availability-zone"},
                                                  {"type": "spread", "field": "instanceId"}]})",
            "one:1 three:2 two:1"},
           {R"({"count": 4, "placementConstraints": [
                {"type": "memberOf", "expression": "attribute:name == two"}]})",
            "two:4"},
           {R"({"count": 4, "placementConstraints": [{"type": "memberOf",
                "expression": "attribute:ecs.availability-zone in [eu-west-1b, eu-west-1c]"}]})",
            "three:4"},
           {R"({"count": 3, "placementConstraints": [{"type": "distinctInstance"}]})", "one:1 three:1 two:1"},
       }) {
    ThreeInstances scene;
    Wire wire(scene);
    auto const answer = wire("RunTask", run_box, one.request);
    CHECK_MESSAGE(scene.spread(answer) == one.where, one.request, answer.body);
    answer.shows({{"/failures", "[]"}});
  }
}

TEST_CASE("binpack fills an instance before it opens the next") {
  ThreeInstances scene;
  Wire wire(scene);
  auto const big = define(wire, "big", R"("cpu": 100, "memory": 400)");
  auto const answer =
      wire("RunTask", big, R"({"count": 3, "placementStrategy": [{"type": "binpack", "field": "memory"}]})");
  auto const where = scene.spread(answer);
  CHECK_MESSAGE((where.find(":2") != std::string::npos && where.find(":1") != std::string::npos), where);
}

TEST_CASE("what runs out is told for each instance, and what found a place runs") {
  ThreeInstances scene;
  Wire wire(scene);
  auto const cpu = define(wire, "cpu", R"("cpu": 1000, "memory": 10)");
  auto const partly = wire("RunTask", cpu, R"({"count": 5})");
  CHECK(scene.spread(partly) == "one:1 three:1 two:1");
  CHECK(scene.failures(partly) == "one RESOURCE:CPU, three RESOURCE:CPU, two RESOURCE:CPU");
  auto const nothing = wire("RunTask", define(wire, "memory", R"("memory": 1020)"));
  nothing.shows({{"/tasks", "[]"}});
  CHECK(scene.failures(nothing) == "one RESOURCE:MEMORY, three RESOURCE:MEMORY, two RESOURCE:MEMORY");

  auto const port =
      define(wire, "port", R"("memory": 10, "portMappings": [{"containerPort": 80, "hostPort": 8080}])");
  auto const ports = wire("RunTask", port, R"({"count": 4})");
  CHECK(scene.spread(ports) == "one:1 three:1 two:1");
  CHECK(scene.failures(ports) == "one RESOURCE:PORTS, three RESOURCE:PORTS, two RESOURCE:PORTS");
  auto const ssh =
      define(wire, "ssh", R"("memory": 10, "portMappings": [{"containerPort": 22, "hostPort": 22}])");
  CHECK(scene.failures(wire("RunTask", ssh)) ==
        "one RESOURCE:PORTS, three RESOURCE:PORTS, two RESOURCE:PORTS");

  auto const logs = define(wire, "logs", R"("memory": 10, "logConfiguration": {"logDriver": "gelf"})");
  CHECK(scene.failures(wire("RunTask", logs)) == "one ATTRIBUTE, three ATTRIBUTE, two ATTRIBUTE");
  auto const member =
      wire("RunTask", run_box,
           R"({"placementConstraints": [{"type": "memberOf", "expression": "attribute:name == four"}]})");
  CHECK(scene.failures(member).starts_with("one MemberOf placement constraint unsatisfied., three"));
  auto const distinct =
      wire("RunTask", run_box,
           R"({"count": 4, "group": "g", "placementConstraints": [{"type": "distinctInstance"}]})");
  CHECK(scene.spread(distinct) == "one:1 three:1 two:1");
  CHECK(scene.failures(distinct).starts_with("one DistinctInstance placement constraint unsatisfied."));
}

TEST_CASE("a task holds its resources until it is STOPPED") {
  ThreeInstances scene;
  Wire wire(scene);
  std::string const describe =
      R"({"cluster": "c", "containerInstances": [)" + as_json(scene.arns["one"]) + "]}";
  auto const port = define(wire, "port", R"("cpu": 100, "memory": 200, "memoryReservation": 150,
                                           "portMappings": [{"containerPort": 80, "hostPort": 8080}])");
  auto const on_one =
      R"({"placementConstraints": [{"type": "memberOf", "expression": "attribute:name == one"}]})";
  auto const task = wire("RunTask", port, on_one).text("/tasks/0/taskArn");
  wire("DescribeContainerInstances", describe)
      .shows({{"/containerInstances/0/remainingResources/0/integerValue", "924"},
              {"/containerInstances/0/remainingResources/1/integerValue", "874"},
              {"/containerInstances/0/remainingResources/2/stringSetValue", R"(["22", "8080"])"},
              {"/containerInstances/0/registeredResources/0/integerValue", "1024"},
              {"/containerInstances/0/pendingTasksCount", "1"}});
  wire("ListTasks", R"({"cluster": "c", "containerInstance": )" + as_json(scene.arns["one"]) + "}")
      .shows({{"/taskArns", ('[' + as_json(task) + ']').c_str()}});
  wire("ListTasks", R"({"cluster": "c", "containerInstance": )" + as_json(scene.arns["two"]) + "}")
      .shows({{"/taskArns", "[]"}});
  CHECK(wire("ListTasks", R"({"cluster": "c", "containerInstance": "0123456789abcdef0123456789abcdef"})")
            .told ==
        "400 ClientException: Referenced container instance 0123456789abcdef0123456789abcdef not found.");
  auto const move_to = [&](domain::TaskStatus status) {
    scene.store.transact([&](state::Database& db) {
      domain::TaskId const id{task.substr(task.rfind('/') + 1)};
      auto row = *state::find_task(db, {scene.scope, domain::ClusterName{"c"}, id});
      row.last_status = status;
      state::save_task(db, row);
    });
  };
  move_to(domain::TaskStatus::Running);
  wire("DescribeContainerInstances", describe)
      .shows({{"/containerInstances/0/runningTasksCount", "1"},
              {"/containerInstances/0/pendingTasksCount", "0"}});
  move_to(domain::TaskStatus::Deprovisioning);
  wire("DescribeContainerInstances", describe)
      .shows({{"/containerInstances/0/remainingResources/0/integerValue", "924"}});
  move_to(domain::TaskStatus::Stopped);
  wire("DescribeContainerInstances", describe)
      .shows({{"/containerInstances/0/remainingResources/0/integerValue", "1024"}});
}

TEST_CASE("an interface stands in its instance's zone") {
  ThreeInstances scene;
  Wire wire(scene);
  auto const subnets =
      wire("RunTask", run_web,
           R"({"placementConstraints": [{"type": "memberOf", "expression": "attribute:name == three"}]})");
  bool const is_placed = subnets.at("/tasks/0/containerInstanceArn") != "absent";
  std::string const zone = is_placed ? subnets.text("/tasks/0/availabilityZone") : "";
  CHECK((is_placed ? zone == "eu-west-1b" : scene.failures(subnets).find("LOCATION") != std::string::npos));
}

TEST_CASE("a definition's own constraints hold, and wrong expressions are refused") {
  ThreeInstances scene;
  Wire wire(scene);
  auto const pinned =
      define(wire, "pinned", R"("memory": 10)",
             R"(, "placementConstraints": [{"type": "memberOf", "expression": "attribute:name == two"}])");
  CHECK(scene.spread(wire("RunTask", pinned, R"({"count": 2})")) == "two:2");
  CHECK(wire("RegisterTaskDefinition",
             R"({"family": "x", "containerDefinitions": [{"name": "a", "image": "b", "memory": 4}],
             "placementConstraints": [{"type": "memberOf", "expression": "attribute:name"}]})")
            .told ==
        "400 ClientException: Invalid expression: attribute:name: expected an operator at position 15");
  wire.refuses(
      "RunTask", run_box,
      {
          {R"({"placementConstraints": [{"type": "memberOf"}]})",
           "400 InvalidParameterException: Invalid expression…"},
          {R"({"placementConstraints": [{"type": "memberOf", "expression": "attribute:name =="}]})",
           "400 InvalidParameterException: Invalid expression: attribute:name ==: expected an argument at "
           "position 18"},
          {R"({"placementConstraints": [
                {"type": "distinctInstance", "expression": "attribute:name exists"}]})",
           "400 InvalidParameterException: distinctInstance expression should not be specified"},
          {R"({"placementStrategy": [{"type": "binpack", "field": "disk"}]})",
           "400 InvalidParameterException: binpack field 'disk' is invalid"},
          {R"({"placementStrategy": [{"type": "spread", "field": "color"}]})",
           "400 InvalidParameterException: spread field 'color' is invalid"},
          {R"({"placementStrategy": [{"type": "random", "field": "cpu"}]})",
           "400 InvalidParameterException: random field should not be specified"},
      });
}

TEST_CASE("StartTask starts on the instances named, or tells why not") {
  ThreeInstances scene;
  Wire wire(scene);
  std::string const start =
      R"({"cluster": "c", "taskDefinition": "box", "startedBy": "me", "containerInstances": [)" +
      as_json(scene.arns["one"]) + ", " + as_json(scene.arns["three"]) + "]}";
  auto const started = wire("StartTask", start, R"({"tags": [{"key": "k", "value": "v"}], "group": "g"})");
  CHECK(scene.spread(started) == "one:1 three:1");
  started.shows({{"/tasks/0/launchType", R"("EC2")"},
                 {"/tasks/0/lastStatus", R"("PENDING")"},
                 {"/tasks/0/startedBy", R"("me")"},
                 {"/tasks/0/group", R"("g")"},
                 {"/tasks/0/tags", R"([{"key": "k", "value": "v"}])"},
                 {"/tasks/1/availabilityZone", R"("eu-west-1b")"},
                 {"/failures", "[]"}});
  wire("UpdateContainerInstancesState", R"({"cluster": "c", "status": "DRAINING", "containerInstances": [)" +
                                            as_json(scene.arns["three"]) + "]}");
  wire("StartTask", start, R"({"/containerInstances/-": "0123456789abcdef0123456789abcdef"})")
      .shows({{"/tasks/1", "absent"},
              {"/failures/0/reason", R"("INACTIVE")"},
              {"/failures/0/arn", as_json(scene.arns["three"]).c_str()},
              {"/failures/1/reason", R"("MISSING")"},
              {"/failures/1/arn", R"("arn:aws:ecs:eu-west-1:123456789012:container-instance/c/)"
                                  R"(0123456789abcdef0123456789abcdef")"}});
  auto const big = define(wire, "big", R"("cpu": 1020, "memory": 10)");
  std::string const on_one = R"({"containerInstances": [)" + as_json(scene.arns["one"]) + "]}";
  wire("StartTask", big, on_one).shows({{"/tasks", "[]"}, {"/failures/0/reason", R"("RESOURCE:CPU")"}});
  wire.refuses(
      "StartTask", start,
      {
          {R"({"containerInstances": []})", "400 ClientException: Container Instances cannot be empty."},
          {R"({"containerInstances": ["1","2","3","4","5","6","7","8","9","10","11"]})",
           "400 InvalidParameterException: instanceIds can have at most 10 items."},
          {R"({"containerInstances": ["x"]})",
           "400 InvalidParameterException: instanceId length should be one of [32,36]"},
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
          {R"({"taskDefinition": "none"})", "400 ClientException: TaskDefinition not found."},
          {R"({"startedBy": "1234567890123456789012345678901234567"})",
           "400 InvalidParameterException: startedBy longer than 36."},
          {R"({"group": "service:x"})", "400 InvalidParameterException: Invalid namespace for group."},
          {R"({"overrides": {"containerOverrides": [{"name": "none"}]}})",
           "400 InvalidParameterException: Override for container named none is not a container in the "
           "TaskDefinition."},
          {R"({"taskDefinition": "web"})",
           "400 InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' "
           "is specified."},
          {R"({"tags": [{"key": "k"}]})", "400 InvalidParameterException: Tag value can not be null."},
      });
}

TEST_CASE("external instances take external tasks") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire, "a");
  std::string const external = wire("RegisterContainerInstance", FleetScene::registration(),
                                    R"({"/attributes/-": {"name": "ecs.capability.external"}})")
                                   .text("/containerInstance/containerInstanceArn");
  auto const ran = wire("RunTask", run_box, R"({"launchType": "EXTERNAL"})");
  ran.shows({{"/tasks/0/containerInstanceArn", as_json(external).c_str()},
             {"/tasks/0/launchType", R"("EXTERNAL")"}});
  CHECK(wire("RunTask", run_box).at("/tasks/0/containerInstanceArn") == as_json(arn));
  wire("StartTask", run_box, R"({"containerInstances": [)" + as_json(external) + "]}")
      .shows({{"/tasks/0/launchType", R"("EXTERNAL")"}});
}

}  // namespace neargate::api::ecs
