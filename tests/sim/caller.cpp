#include "tests/sim/caller.h"

#include <nlohmann/json.hpp>

#include "state/container_instances.h"
#include "state/tasks.h"
#include "tests/sim/families.h"

namespace neargate::sim {

namespace {

using Json = nlohmann::json;

std::vector<domain::Task> live_tasks(Process& process) {
  return process.read([](state::Database& db) { return state::list_live_tasks(db); });
}

}  // namespace

Json awsvpc_network() {
  return {
      {"awsvpcConfiguration", {{"subnets", {"subnet-aaa", "subnet-bbb"}}, {"assignPublicIp", "DISABLED"}}}};
}

std::vector<std::string> const& Caller::clusters() {
  static std::vector<std::string> const names{"default", "second"};
  return names;
}

std::vector<std::string> const& Caller::services() {
  static std::vector<std::string> const names{"web", "api", "jobs"};
  return names;
}

std::vector<Request> Caller::opening() const {
  std::vector<Request> calls;
  for (auto const& cluster : clusters())
    calls.push_back({"CreateCluster", Json{{"clusterName", cluster}}.dump()});
  for (auto const& family : families()) calls.push_back({"RegisterTaskDefinition", definition_of(family, 1)});
  std::vector<char const*> const tasks{"single", "checked", "pair"};
  for (std::size_t i = 0; i < services().size(); ++i) {
    Json body{{"cluster", clusters()[i % clusters().size()]},
              {"serviceName", services()[i]},
              {"taskDefinition", tasks[i]},
              {"desiredCount", 2},
              {"launchType", "FARGATE"},
              {"networkConfiguration", awsvpc_network()}};
    if (i == 0)
      body["deploymentConfiguration"] = {
          {"deploymentCircuitBreaker", {{"enable", true}, {"rollback", false}}}};
    calls.push_back({"CreateService", body.dump()});
  }
  return calls;
}

Request Caller::any_call(Process& process) {
  switch (dice_.pick_weighted({10, 24, 3, 3, 2, 7, 2, 8, 6, 4, 4, 4, 6, 2, 4, 1})) {
    case 0:
      return create_service();
    case 1:
      return update_service(process);
    case 2:
      return delete_service(process);
    case 3:
      return register_task_definition();
    case 4:
      return deregister_task_definition();
    case 5:
      return run_task();
    case 6:
      return start_task(process);
    case 7:
      return stop_task(process);
    case 8:
      return look();
    case 9:
      return create_task_set(process);
    case 10:
      return change_task_set(process);
    case 11:
      return protect_tasks(process);
    case 12:
      return answer_deployment(process);
    case 13:
      return register_instance();
    case 14:
      return change_instance(process);
    default:
      return put_attribute(process);
  }
}

Json Caller::deployment_configuration() {
  Json out = Json::object();
  if (dice_.chance(70)) out["minimumHealthyPercent"] = dice_.pick(std::vector{0, 1, 34, 50, 67, 75, 100});
  if (dice_.chance(70)) out["maximumPercent"] = dice_.pick(std::vector{100, 125, 150, 167, 200, 300});
  if (dice_.chance(40))
    out["deploymentCircuitBreaker"] = {{"enable", dice_.chance(80)},
                                       {"rollback", dice_.chance(50)},
                                       {"resetOnHealthyTask", dice_.chance(70)}};
  if (dice_.chance(85)) return out;
  switch (dice_.roll(3)) {
    case 0:
      out["strategy"] = "BLUE_GREEN";
      out["bakeTimeInMinutes"] = dice_.between(0, 3);
      break;
    case 1:
      out["strategy"] = "LINEAR";
      out["linearConfiguration"] = {{"stepPercent", 25.0}, {"stepBakeTimeInMinutes", dice_.between(0, 2)}};
      break;
    default:
      out["strategy"] = "CANARY";
      out["canaryConfiguration"] = {{"canaryPercent", 10.0},
                                    {"canaryBakeTimeInMinutes", dice_.between(0, 2)}};
  }
  if (dice_.chance(20))
    out["lifecycleHooks"] = {{{"targetType", "PAUSE"}, {"lifecycleStages", {"POST_SCALE_UP"}}}};
  if (dice_.chance(5))
    out["lifecycleHooks"] = {
        {{"targetType", "PAUSE"}, {"lifecycleStages", {"PRE_SCALE_UP", "POST_SCALE_UP"}}},
        {{"targetType", "PAUSE"},
         {"lifecycleStages", {"POST_SCALE_UP"}},
         {"timeoutConfiguration", {{"timeoutInMinutes", 5}, {"action", "CONTINUE"}}}}};
  return out;
}

/// Placement as EC2 tasks may have it.
void Caller::place(Json& body) {
  if (dice_.chance(30))
    body["placementStrategy"] = dice_.pick(std::vector<Json>{
        Json::array({{{"type", "spread"}, {"field", "instanceId"}}}),
        Json::array({{{"type", "binpack"}, {"field", "memory"}}}), Json::array({{{"type", "random"}}})});
  if (dice_.chance(15))
    body["placementConstraints"] = dice_.pick(
        std::vector<Json>{Json::array({{{"type", "distinctInstance"}}}),
                          Json::array({{{"type", "memberOf"}, {"expression", "attribute:colour exists"}}})});
}

Request Caller::create_service() {
  Family const& family = dice_.pick(families());
  bool const is_fargate = family.is_fargate && dice_.chance(80);
  Json body{{"cluster", dice_.pick(clusters())},
            {"serviceName", dice_.pick(services())},
            {"taskDefinition", family.name},
            {"desiredCount", dice_.between(0, 5)},
            {"launchType", is_fargate ? "FARGATE" : "EC2"},
            {"deploymentConfiguration", deployment_configuration()}};
  if (family.is_awsvpc) body["networkConfiguration"] = awsvpc_network();
  if (dice_.chance(30)) body["clientToken"] = "token-" + std::to_string(dice_.roll(3));
  if (!is_fargate) place(body);
  if (!is_fargate && dice_.chance(20)) {
    body["schedulingStrategy"] = "DAEMON";
    for (char const* const member : {"desiredCount", "placementStrategy", "deploymentConfiguration"})
      body.erase(member);
  }
  if (is_fargate && dice_.chance(15)) {
    body.erase("launchType");
    body["capacityProviderStrategy"] = {{{"capacityProvider", "FARGATE"}, {"base", 1}, {"weight", 1}},
                                        {{"capacityProvider", "FARGATE_SPOT"}, {"weight", 2}}};
  }
  if (dice_.chance(12)) {
    body = {{"cluster", body["cluster"]},
            {"serviceName", body["serviceName"]},
            {"desiredCount", body.value("desiredCount", 2)},
            {"deploymentController", {{"type", "EXTERNAL"}}}};
  }
  return {"CreateService", body.dump()};
}

Json Caller::any_service(Process& process) {
  auto const live = live_services(process);
  if (live.empty() || dice_.chance(10))
    return {{"cluster", dice_.pick(clusters())}, {"service", dice_.pick(services())}};
  auto const& key = dice_.pick(live).key;
  return {{"cluster", key.cluster.text()}, {"service", key.name.text()}};
}

Request Caller::update_service(Process& process) {
  Json body = any_service(process);
  if (dice_.chance(50)) body["desiredCount"] = dice_.between(0, 5);
  if (dice_.chance(40)) {
    Family const& family = dice_.pick(families());
    body["taskDefinition"] = family.name;
    if (family.is_awsvpc && dice_.chance(60)) body["networkConfiguration"] = awsvpc_network();
  }
  if (dice_.chance(20)) body["deploymentConfiguration"] = deployment_configuration();
  if (dice_.chance(25)) body["forceNewDeployment"] = true;
  return {"UpdateService", body.dump()};
}

Request Caller::delete_service(Process& process) {
  Json body = any_service(process);
  body["force"] = dice_.chance(70);
  return {"DeleteService", body.dump()};
}

Request Caller::register_task_definition() {
  return {"RegisterTaskDefinition", definition_of(dice_.pick(families()), ++revision_)};
}

Request Caller::deregister_task_definition() {
  return {"DeregisterTaskDefinition",
          Json{{"taskDefinition", dice_.pick(families()).name + ":" + std::to_string(dice_.between(1, 3))}}
              .dump()};
}

Request Caller::run_task() {
  Family const& family = dice_.pick(families());
  Json body{{"cluster", dice_.pick(clusters())},
            {"taskDefinition", family.name},
            {"count", dice_.between(1, 2)},
            {"launchType", family.is_fargate ? "FARGATE" : "EC2"}};
  if (family.is_awsvpc) body["networkConfiguration"] = awsvpc_network();
  if (dice_.chance(30)) body["clientToken"] = "run-" + std::to_string(dice_.roll(3));
  return {"RunTask", body.dump()};
}

Request Caller::stop_task(Process& process) {
  auto const tasks = live_tasks(process);
  if (tasks.empty()) return run_task();
  auto const& task = dice_.pick(tasks);
  return {"StopTask", Json{{"cluster", task.key.cluster.text()}, {"task", task.key.id.text()}}.dump()};
}

Request Caller::start_task(Process& process) {
  auto const instances = instances_of(process);
  if (instances.empty()) return run_task();
  auto const& instance = dice_.pick(instances);
  return {"StartTask", Json{{"cluster", instance.key.cluster.text()},
                            {"taskDefinition", dice_.chance(50) ? "bridged" : "bridged-port"},
                            {"containerInstances", {instance.key.id.text()}}}
                           .dump()};
}

Request Caller::look() {
  std::string const cluster = dice_.pick(clusters()), service = dice_.pick(services());
  Json const of_service{{"cluster", cluster}, {"service", service}};
  return dice_.pick(std::vector<Request>{
      {"ListTasks", Json{{"cluster", cluster}, {"serviceName", service}}.dump()},
      {"ListTasks", Json{{"cluster", cluster}, {"desiredStatus", "STOPPED"}, {"maxResults", 2}}.dump()},
      {"ListServices", Json{{"cluster", cluster}}.dump()},
      {"ListContainerInstances", Json{{"cluster", cluster}}.dump()},
      {"ListServiceDeployments", of_service.dump()},
      {"DescribeTaskSets", of_service.dump()},
      {"DescribeClusters", Json{{"clusters", {cluster}}, {"include", {"STATISTICS"}}}.dump()}});
}

std::vector<domain::ContainerInstance> instances_of(Process& process) {
  return process.read([](state::Database& db) { return state::list_live_container_instances(db); });
}

/// Registered instances go, this machine comes back from draining, protection ends.
std::vector<Request> Caller::closing(Process& process) const {
  std::vector<Request> calls;
  for (auto const& instance : instances_of(process)) {
    if (!instance.is_local)
      calls.push_back({"DeregisterContainerInstance", Json{{"cluster", instance.key.cluster.text()},
                                                           {"containerInstance", instance.key.id.text()},
                                                           {"force", true}}
                                                          .dump()});
    else if (instance.status == domain::ContainerInstanceStatus::Draining)
      calls.push_back({"UpdateContainerInstancesState", Json{{"cluster", instance.key.cluster.text()},
                                                             {"containerInstances", {instance.key.id.text()}},
                                                             {"status", "ACTIVE"}}
                                                            .dump()});
  }
  for (auto const& task : live_tasks(process))
    if (task.is_protected)
      calls.push_back({"UpdateTaskProtection", Json{{"cluster", task.key.cluster.text()},
                                                    {"tasks", {task.key.id.text()}},
                                                    {"protectionEnabled", false}}
                                                   .dump()});
  return calls;
}

std::vector<Request> Caller::farewell(Process& process) const {
  std::vector<Request> calls;
  for (auto const& cluster : clusters())
    for (auto const& service : services())
      calls.push_back(
          {"DeleteService", Json{{"cluster", cluster}, {"service", service}, {"force", true}}.dump()});
  for (auto const& task : live_tasks(process))
    if (!task.service)
      calls.push_back(
          {"StopTask", Json{{"cluster", task.key.cluster.text()}, {"task", task.key.id.text()}}.dump()});
  return calls;
}

}  // namespace neargate::sim
