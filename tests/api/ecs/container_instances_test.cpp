#include "tests/api/ecs/fleet_scene.h"

namespace neargate::api::ecs {

using testing::as_json;
using testing::FleetScene;
using testing::Wire;

namespace {

std::string naming(std::string const& instance) {
  return R"({"cluster": "c", "containerInstances": [")" + instance + R"("]})";
}
std::string one_named(std::string const& instance) {
  return R"({"cluster": "c", "containerInstance": ")" + instance + R"("})";
}

constexpr char const* absent_id = "0123456789abcdef0123456789abcdef";

}  // namespace

TEST_CASE("a registered instance shows what it has and what is left, in AWS's order") {
  FleetScene scene;
  Wire wire(scene);
  auto const registered = wire("RegisterContainerInstance", FleetScene::registration());
  registered.shows({
      {"/containerInstance/status", R"("ACTIVE")"},
      {"/containerInstance/agentConnected", "true"},
      {"/containerInstance/ec2InstanceId", R"("i-0a")"},
      {"/containerInstance/version", "1"},
      {"/containerInstance/versionInfo",
       R"({"agentHash": "abc", "agentVersion": "1.100.0", "dockerVersion": "DockerVersion: 25.0.0"})"},
      {"/containerInstance/registeredResources",
       R"([{"doubleValue": 0.0, "integerValue": 1024, "longValue": 0, "name": "CPU", "type": "INTEGER"},
           {"doubleValue": 0.0, "integerValue": 1024, "longValue": 0, "name": "MEMORY", "type": "INTEGER"},
           {"doubleValue": 0.0, "integerValue": 0, "longValue": 0, "name": "PORTS", "stringSetValue": ["22"],
            "type": "STRINGSET"},
           {"doubleValue": 0.0, "integerValue": 0, "longValue": 0, "name": "PORTS_UDP", "stringSetValue": [],
            "type": "STRINGSET"}])"},
      {"/containerInstance/runningTasksCount", "0"},
      {"/containerInstance/pendingTasksCount", "0"},
      {"/containerInstance/attributes/0", R"({"name": "ecs.availability-zone", "value": "eu-west-1a"})"},
      {"/containerInstance/attributes/1", R"({"name": "ecs.instance-type", "value": "t3.micro"})"},
      {"/containerInstance/attributes/2", R"({"name": "ecs.ami-id", "value": "ami-1"})"},
      {"/containerInstance/attributes/3", R"({"name": "ecs.os-type", "value": "linux"})"},
      {"/containerInstance/attributes/4",
       R"({"name": "com.amazonaws.ecs.capability.docker-remote-api.1.18"})"},
      {"/containerInstance/attachments", "[]"},
      {"/containerInstance/registeredAt", "1.700000000123E9"},
      {"/containerInstance/tags", "[]"},
      {"/containerInstance/capacityProviderName", "absent"},
      {"/containerInstance/agentUpdateStatus", "absent"},
      {"/containerInstance/healthStatus", "absent"},
  });
  CHECK(registered.at("/containerInstance/remainingResources") ==
        registered.at("/containerInstance/registeredResources"));
  wire("DescribeClusters", R"({"clusters": ["c"]})")
      .shows({{"/clusters/0/registeredContainerInstancesCount", "1"}});
}

TEST_CASE("an instance that was registered by hand, with a document alone, is one that tasks find room on") {
  FleetScene scene;
  Wire wire(scene);
  auto const registered = wire("RegisterContainerInstance", R"({"cluster": "c", "instanceIdentityDocument":
    "{\"instanceId\": \"i-1\", \"instanceType\": \"m1.small\", \"privateIp\": null}"})");
  registered.shows({{"/containerInstance/ec2InstanceId", R"("i-1")"},
                    {"/containerInstance/registeredResources/0/integerValue", "4096"},
                    {"/containerInstance/registeredResources/1/integerValue", "7680"},
                    {"/containerInstance/registeredResources/2/stringSetValue",
                     R"(["22", "2376", "2375", "51678", "51679"])"},
                    {"/containerInstance/attributes",
                     R"([{"name": "ecs.instance-type", "value": "m1.small"},
                         {"name": "ecs.os-type", "value": "linux"}])"}});
  // Nothing was told of log drivers, either: that keeps no task away.
  wire("RegisterTaskDefinition", R"({"family": "f", "containerDefinitions": [{"name": "app", "image": "i",
    "cpu": 1024, "memory": 400, "logConfiguration": {"logDriver": "json-file"}}]})");
  wire("RunTask", R"({"cluster": "c", "taskDefinition": "f", "count": 4})")
      .shows({{"/failures", "[]"},
              {"/tasks/3/containerInstanceArn",
               as_json(registered.text("/containerInstance/containerInstanceArn")).c_str()}});
}

TEST_CASE("RegisterContainerInstance refuses") {
  FleetScene scene;
  Wire wire(scene);
  wire.refuses(
      "RegisterContainerInstance", FleetScene::registration(),
      {
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
          {R"({"instanceIdentityDocument": "no json"})", "400 ClientException: Invalid identity document."},
          {R"({"/totalResources/0/name": "DISK"})", "400 InvalidParameterException: Invalid resource: DISK"},
          {R"({"/totalResources/0/integerValue": -1})",
           "400 InvalidParameterException: Invalid value of resource CPU"},
          {R"({"/totalResources/2/stringSetValue": ["ssh"]})",
           "400 InvalidParameterException: Invalid port: ssh"},
          {R"({"attributes": [{"name": "a b"}]})",
           "400 InvalidParameterException: Attribute name can contain only…"},
          {R"({"attributes": [{"name": "neargate.capacity-provider", "value": "none"}]})",
           "400 InvalidParameterException: The specified capacity provider was not found.…"},
          {R"({"tags": [{"key": "a"}]})", "400 InvalidParameterException: Tag value can not be null."},
          {R"({"containerInstanceArn": "0123456789abcdef0123456789abcdef"})",
           "400 ClientException: Referenced container instance 0123456789abcdef0123456789abcdef not "
           "registered."},
          {R"({"containerInstanceArn": "short"})",
           "400 InvalidParameterException: instanceId length should be one of [32,36]"},
      });
}

TEST_CASE("an agent that starts again keeps its ARN, but not another machine") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire);
  std::string const again =
      R"({"containerInstanceArn": )" + as_json(arn) + R"(, "/totalResources/0/integerValue": 2048})";
  auto const answer = wire("RegisterContainerInstance", FleetScene::registration(), again);
  CHECK(answer.text("/containerInstance/containerInstanceArn") == arn);
  answer.shows({{"/containerInstance/version", "2"},
                {"/containerInstance/registeredResources/0/integerValue", "2048"},
                {"/containerInstance/registeredResources/2/stringSetValue", R"(["22"])"}});
  std::string const other = R"({"containerInstanceArn": )" + as_json(arn) +
                            R"(, "instanceIdentityDocument": "{\"instanceType\": \"m5.large\"}"})";
  CHECK(wire("RegisterContainerInstance", FleetScene::registration(), other).told ==
        "400 ClientException: Container instance type changes are not supported. Container instance was "
        "previously "
        "registered as t3.micro.");
}

TEST_CASE("DescribeContainerInstances finds by id and ARN, and tells what is missing") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire, "a", R"({"tags": [{"key": "k", "value": "v"}]})");
  std::string const id = arn.substr(arn.rfind('/') + 1);
  auto const described =
      wire("DescribeContainerInstances", R"({"cluster": "c", "containerInstances": [")" + id + R"(", ")" +
                                             arn + R"(", ")" + absent_id + R"("]})");
  described.shows(
      {{"/containerInstances/0/containerInstanceArn", as_json(arn).c_str()},
       {"/containerInstances/0/tags", "[]"},
       {"/containerInstances/1", "absent"},
       {"/failures/0/reason", R"("MISSING")"},
       {"/failures/0/arn",
        R"("arn:aws:ecs:eu-west-1:123456789012:container-instance/c/0123456789abcdef0123456789abcdef")"},
       {"/failures/1", "absent"}});
  wire("DescribeContainerInstances", naming(id), R"({"include": ["TAGS", "CONTAINER_INSTANCE_HEALTH"]})")
      .shows({{"/containerInstances/0/tags", R"([{"key": "k", "value": "v"}])"},
              {"/containerInstances/0/healthStatus/overallStatus", R"("OK")"},
              {"/containerInstances/0/healthStatus/details/0/type", R"("CONTAINER_RUNTIME")"},
              {"/containerInstances/0/healthStatus/details/0/status", R"("OK")"}});
  std::string many = "[";
  for (int i = 0; i < 101; ++i) many += (i ? ",\"" : "\"") + id + '"';
  std::string const too_many = R"({"containerInstances": )" + many + "]}";
  wire.refuses(
      "DescribeContainerInstances", naming(id),
      {
          {R"({"containerInstances": []})", "400 ClientException: Container Instances cannot be empty."},
          {too_many.c_str(), "400 InvalidParameterException: instanceIds can have at most 100 items."},
          {R"({"containerInstances": ["x"]})",
           "400 InvalidParameterException: instanceId length should be one of [32,36]"},
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
          {R"({"include": ["ALL"]})", "400 InvalidParameterException: include should be one of…"},
      });
}

TEST_CASE("ListContainerInstances pages, and filters by status and by the query language") {
  FleetScene scene;
  Wire wire(scene);
  CHECK(wire("ListContainerInstances", R"({"cluster": "c"})").body == R"({"containerInstanceArns":[]})");
  std::string const in_a = FleetScene::join(wire, "a"), in_b = FleetScene::join(wire, "b");
  auto const listed = [&](char const* change) {
    return wire("ListContainerInstances", R"({"cluster": "c"})", change).at("/containerInstanceArns");
  };
  CHECK(listed(R"({"filter": "attribute:ecs.availability-zone == eu-west-1b"})") ==
        '[' + as_json(in_b) + ']');
  CHECK(listed(R"({"filter": "ec2InstanceId == i-0a and agentVersion < 1.200.0"})") ==
        '[' + as_json(in_a) + ']');
  CHECK(listed(R"({"filter": "runningTasksCount > 0"})") == "[]");
  CHECK(listed(R"({"status": "DRAINING"})") == "[]");
  wire("UpdateContainerInstancesState", naming(in_a), R"({"status": "DRAINING"})");
  CHECK(listed(R"({"status": "DRAINING"})") == '[' + as_json(in_a) + ']');
  CHECK(listed(R"({"status": "ACTIVE"})") == '[' + as_json(in_b) + ']');

  auto const first = wire("ListContainerInstances", R"({"cluster": "c", "maxResults": 1})");
  auto const second = wire("ListContainerInstances", R"({"cluster": "c", "maxResults": 1, "nextToken": ")" +
                                                         first.text("/nextToken") + R"("})");
  CHECK(first.at("/containerInstanceArns/0") != second.at("/containerInstanceArns/0"));
  second.shows({{"/nextToken", "absent"}});
  wire.refuses(
      "ListContainerInstances", R"({"cluster": "c"})",
      {
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
          {R"({"maxResults": 101})",
           "400 InvalidParameterException: Max results can not be greater than 100"},
          {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."},
          {R"({"filter": "color == red"})",
           "400 InvalidParameterException: Invalid expression: color == red: expected…"},
          {R"({"status": "INACTIVE"})",
           "400 InvalidParameterException: Container instance status should be one of [ACTIVE,DRAINING]"},
      });
}

TEST_CASE("UpdateContainerInstancesState drains and brings back") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire);
  auto const draining = wire("UpdateContainerInstancesState", naming(arn), R"({"status": "DRAINING"})");
  draining.shows({{"/containerInstances/0/status", R"("DRAINING")"},
                  {"/containerInstances/0/version", "2"},
                  {"/failures", "[]"}});
  CHECK(wire("RunTask", R"({"cluster": "c", "taskDefinition": "box"})").told ==
        "400 InvalidParameterException: No Container Instances were found in your cluster.");
  wire("UpdateContainerInstancesState", naming(arn), R"({"status": "DRAINING"})")
      .shows({{"/containerInstances/0/version", "2"}});
  wire("UpdateContainerInstancesState", naming(arn), R"({"status": "ACTIVE"})")
      .shows({{"/containerInstances/0/status", R"("ACTIVE")"}, {"/containerInstances/0/version", "3"}});
  wire("UpdateContainerInstancesState", naming(absent_id), R"({"status": "ACTIVE"})")
      .shows({{"/containerInstances", "[]"}, {"/failures/0/reason", R"("MISSING")"}});
  wire("DeregisterContainerInstance", one_named(arn));
  wire("UpdateContainerInstancesState", naming(arn), R"({"status": "ACTIVE"})")
      .shows({{"/failures/0/reason", R"("INVALID_STATE_TRANSITION")"}});
  wire.refuses(
      "UpdateContainerInstancesState", naming(arn),
      {
          {R"({"status": "INACTIVE"})",
           "400 InvalidParameterException: Container instance status should be one of [ACTIVE,DRAINING]"},
          {R"({"status": "REGISTERING"})",
           "400 InvalidParameterException: Container instance status should be one of [ACTIVE,DRAINING]"},
          {R"({"status": null})",
           "400 InvalidParameterException: Container instance status should be one of [ACTIVE,DRAINING]"},
          {R"({"status": "ACTIVE", "containerInstances": []})",
           "400 ClientException: Container Instances cannot be empty."},
          {R"({"status": "ACTIVE", "containerInstances": ["1","2","3","4","5","6","7","8","9","10","11"]})",
           "400 InvalidParameterException: instanceIds can have at most 10 items."},
          {R"({"status": "ACTIVE", "cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
      });
}

TEST_CASE("DeregisterContainerInstance waits for tasks unless it is forced") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire);
  auto const task = wire("RunTask", R"({"cluster": "c", "taskDefinition": "box"})").text("/tasks/0/taskArn");
  wire.refuses(
      "DeregisterContainerInstance", one_named(arn),
      {
          {"{}", "400 InvalidParameterException: Found running tasks on the instance."},
          {R"({"force": false})", "400 InvalidParameterException: Found running tasks on the instance."},
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
          {R"({"containerInstance": "0123456789abcdef0123456789abcdef"})",
           "400 ClientException: Referenced container instance 0123456789abcdef0123456789abcdef not found."},
      });
  wire("DeregisterContainerInstance", one_named(arn), R"({"force": true})")
      .shows(
          {{"/containerInstance/status", R"("INACTIVE")"}, {"/containerInstance/agentConnected", "false"}});
  // A standalone task runs on; the instance is listed no more, but can still be described.
  wire("DescribeTasks", R"({"cluster": "c", "tasks": [)" + as_json(task) + "]}")
      .shows({{"/tasks/0/desiredStatus", R"("RUNNING")"}});
  CHECK(wire("ListContainerInstances", R"({"cluster": "c"})").body == R"({"containerInstanceArns":[]})");
  wire("DescribeContainerInstances", naming(arn)).shows({{"/containerInstances/0/status", R"("INACTIVE")"}});
  CHECK(wire("DeregisterContainerInstance", one_named(arn)).status == 400);
}

TEST_CASE("UpdateContainerAgent waits for the agent, once") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire);
  wire("UpdateContainerAgent", one_named(arn))
      .shows({{"/containerInstance/agentUpdateStatus", R"("PENDING")"}});
  std::string const newest = FleetScene::join(wire, "b", R"({"versionInfo": {"agentVersion": "9.0.0"}})");
  std::string const silent = FleetScene::join(wire, "c", R"({"versionInfo": {}})");
  wire.refuses(
      "UpdateContainerAgent", one_named(arn),
      {
          {"{}",
           "400 UpdateInProgressException: There's already a current Amazon ECS container agent update…"},
          {(R"({"containerInstance": )" + as_json(newest) + "}").c_str(),
           "400 NoUpdateAvailableException: There's no update available for this Amazon ECS container "
           "agent."},
          {(R"({"containerInstance": )" + as_json(silent) + "}").c_str(),
           "400 MissingVersionException: Amazon ECS can't determine the current version…"},
          {R"({"containerInstance": "0123456789abcdef0123456789abcdef"})",
           "400 ClientException: Referenced container instance 0123456789abcdef0123456789abcdef not found."},
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
      });
}

TEST_CASE("a cluster with instances stays, and one with this machine's own goes") {
  FleetScene scene(true);
  Wire wire(scene);
  auto const task = wire("RunTask", R"({"cluster": "c", "taskDefinition": "box"})").text("/tasks/0/taskArn");
  wire("DescribeClusters", R"({"clusters": ["c"]})")
      .shows({{"/clusters/0/registeredContainerInstancesCount", "1"}});
  CHECK(wire("DeleteCluster", R"({"cluster": "c"})").told ==
        "400 ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.");
  std::string const arn = FleetScene::join(wire);
  CHECK(wire("DeleteCluster", R"({"cluster": "c"})").told ==
        "400 ClusterContainsContainerInstancesException: The Cluster cannot be deleted while Container "
        "Instances "
        "are active or draining.");
  wire("DeregisterContainerInstance", one_named(arn));
  scene.store.transact([&](state::Database& db) {
    auto row = *state::find_task(
        db, {scene.scope, domain::ClusterName{"c"}, domain::TaskId{task.substr(task.rfind('/') + 1)}});
    row.last_status = domain::TaskStatus::Stopped;
    state::save_task(db, row);
  });
  CHECK(wire("DeleteCluster", R"({"cluster": "c"})").status == 200);
  wire("CreateCluster", R"({"clusterName": "c"})")
      .shows({{"/cluster/registeredContainerInstancesCount", "0"}});
}

TEST_CASE("an instance carries tags") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire);
  CHECK(
      wire("TagResource", R"({"resourceArn": )" + as_json(arn) + R"(, "tags": [{"key": "a", "value": "b"}]})")
          .status == 200);
  wire("ListTagsForResource", R"({"resourceArn": )" + as_json(arn) + "}")
      .shows({{"/tags", R"([{"key": "a", "value": "b"}])"}});
  wire("DeregisterContainerInstance", one_named(arn));
  CHECK(wire("ListTagsForResource", R"({"resourceArn": )" + as_json(arn) + "}").status == 400);
}

}  // namespace neargate::api::ecs
