#include "tests/sim/caller.h"

#include <nlohmann/json.hpp>

#include "state/tasks.h"
#include "tests/sim/families.h"

namespace neargate::sim {

namespace {

using Json = nlohmann::json;

Json network() {
  return {
      {"awsvpcConfiguration", {{"subnets", {"subnet-aaa", "subnet-bbb"}}, {"assignPublicIp", "DISABLED"}}}};
}

Json bounds(Dice& dice) {
  Json out = Json::object();
  if (dice.chance(70)) out["minimumHealthyPercent"] = dice.pick(std::vector{0, 1, 34, 50, 67, 75, 100});
  if (dice.chance(70)) out["maximumPercent"] = dice.pick(std::vector{100, 125, 150, 167, 200, 300});
  if (dice.chance(40))
    out["deploymentCircuitBreaker"] = {{"enable", dice.chance(80)}, {"rollback", dice.chance(50)}};
  return out;
}

std::vector<domain::Task> live_tasks(Process& process) {
  return process.read([](state::Database& db) { return state::list_live_tasks(db); });
}

}  // namespace

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
  return calls;
}

Request Caller::any_call(Process& process) {
  switch (dice_.pick_weighted({6, 8, 2, 2, 1, 4, 4})) {
    case 0:
      return create_service();
    case 1:
      return update_service();
    case 2:
      return delete_service();
    case 3:
      return register_task_definition();
    case 4:
      return deregister_task_definition();
    case 5:
      return run_task();
    default:
      return stop_task(process);
  }
}

Request Caller::create_service() {
  Family const& family = dice_.pick(families());
  Json body{{"cluster", dice_.pick(clusters())},
            {"serviceName", dice_.pick(services())},
            {"taskDefinition", family.name},
            {"desiredCount", dice_.between(0, 5)},
            {"launchType", family.is_fargate && dice_.chance(80) ? "FARGATE" : "EC2"},
            {"deploymentConfiguration", bounds(dice_)}};
  if (family.is_awsvpc) body["networkConfiguration"] = network();
  if (dice_.chance(30)) body["clientToken"] = "token-" + std::to_string(dice_.roll(3));
  return {"CreateService", body.dump()};
}

Request Caller::update_service() {
  Json body{{"cluster", dice_.pick(clusters())}, {"service", dice_.pick(services())}};
  if (dice_.chance(50)) body["desiredCount"] = dice_.between(0, 5);
  if (dice_.chance(40)) {
    Family const& family = dice_.pick(families());
    body["taskDefinition"] = family.name;
    if (family.is_awsvpc && dice_.chance(60)) body["networkConfiguration"] = network();
  }
  if (dice_.chance(20)) body["deploymentConfiguration"] = bounds(dice_);
  if (dice_.chance(25)) body["forceNewDeployment"] = true;
  return {"UpdateService", body.dump()};
}

Request Caller::delete_service() {
  return {"DeleteService", Json{{"cluster", dice_.pick(clusters())},
                                {"service", dice_.pick(services())},
                                {"force", dice_.chance(70)}}
                               .dump()};
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
  if (family.is_awsvpc) body["networkConfiguration"] = network();
  if (dice_.chance(30)) body["clientToken"] = "run-" + std::to_string(dice_.roll(3));
  return {"RunTask", body.dump()};
}

Request Caller::stop_task(Process& process) {
  auto const tasks = live_tasks(process);
  if (tasks.empty()) return run_task();
  auto const& task = dice_.pick(tasks);
  return {"StopTask", Json{{"cluster", task.key.cluster.text()}, {"task", task.key.id.text()}}.dump()};
}

std::vector<Request> Caller::closing(Process&) const { return {}; }

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
