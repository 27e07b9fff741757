// Task sets, protection, and what a deployment is told while it goes on.

#include <nlohmann/json.hpp>

#include "domain/arn.h"
#include "state/services.h"
#include "state/tasks.h"
#include "tests/sim/caller.h"
#include "tests/sim/families.h"

namespace neargate::sim {

namespace {

using Json = nlohmann::json;

Json scale_of(int percent) { return {{"unit", "PERCENT"}, {"value", percent}}; }

/// One of the pauses that the deployment tells of.
std::string any_hook(Process& process, Dice& dice, std::string const& arn) {
  Answer const answer =
      process.call("DescribeServiceDeployments", Json{{"serviceDeploymentArns", {arn}}}.dump());
  Json const body = Json::parse(answer.body, nullptr, false);
  std::vector<std::string> hooks;
  if (answer.status == 200)
    for (Json const& told : body.value("serviceDeployments", Json::array()))
      for (Json const& hook : told.value("lifecycleHookDetails", Json::array()))
        hooks.push_back(hook.at("hookId").get<std::string>());
  return hooks.empty() ? "none" : dice.pick(hooks);
}

}  // namespace

std::vector<domain::Service> live_services(Process& process) {
  return process.read([](state::Database& db) { return state::list_live_services(db); });
}

/// Only a service with an EXTERNAL controller takes one.
Request Caller::create_task_set(Process& process) {
  Family const& family = dice_.pick(families());
  Json body = any_service(process);
  for (auto const& service : live_services(process))
    if (service.controller == domain::DeploymentController::External && dice_.chance(80))
      body = {{"cluster", service.key.cluster.text()}, {"service", service.key.name.text()}};
  body["taskDefinition"] = family.name;
  body["launchType"] = family.is_fargate ? "FARGATE" : "EC2";
  body["scale"] = scale_of(dice_.pick(std::vector{0, 30, 50, 100}));
  if (family.is_awsvpc) body["networkConfiguration"] = awsvpc_network();
  return {"CreateTaskSet", body.dump()};
}

Request Caller::change_task_set(Process& process) {
  for (auto const& service : live_services(process)) {
    if (service.task_sets.empty()) continue;
    std::string const set = dice_.pick(service.task_sets).id.text();
    Json body{{"cluster", service.key.cluster.text()}, {"service", service.key.name.text()}};
    switch (dice_.roll(3)) {
      case 0:
        body["primaryTaskSet"] = set;
        return {"UpdateServicePrimaryTaskSet", body.dump()};
      case 1:
        body["taskSet"] = set;
        body["force"] = dice_.chance(70);
        return {"DeleteTaskSet", body.dump()};
      default:
        body["taskSet"] = set;
        body["scale"] = scale_of(dice_.pick(std::vector{0, 30, 50, 100}));
        return {"UpdateTaskSet", body.dump()};
    }
  }
  return create_task_set(process);
}

Request Caller::protect_tasks(Process& process) {
  auto const tasks = process.read([](state::Database& db) { return state::list_live_tasks(db); });
  if (tasks.empty()) return run_task();
  auto const& task = dice_.pick(tasks);
  Json body{{"cluster", task.key.cluster.text()},
            {"tasks", {task.key.id.text()}},
            {"protectionEnabled", dice_.chance(75)}};
  if (dice_.chance(60)) body["expiresInMinutes"] = dice_.between(1, 5);
  return {"UpdateTaskProtection", body.dump()};
}

/// The answer that a PAUSE hook waits for, or StopServiceDeployment.
Request Caller::answer_deployment(Process& process) {
  for (auto const& service : live_services(process)) {
    if (service.deployments.empty() || service.deployments[0].service_deployment.text().empty()) continue;
    if (dice_.chance(40)) continue;  // another one's turn
    std::string const arn =
        domain::service_deployment_arn(service.key, service.deployments[0].service_deployment);
    std::string const hook = any_hook(process, dice_, arn);
    if (hook == "none" || dice_.chance(20))
      return {
          "StopServiceDeployment",
          Json{{"serviceDeploymentArn", arn}, {"stopType", dice_.chance(50) ? "ABORT" : "ROLLBACK"}}.dump()};
    return {"ContinueServiceDeployment", Json{{"serviceDeploymentArn", arn},
                                              {"hookId", hook},
                                              {"action", dice_.chance(70) ? "CONTINUE" : "ROLLBACK"}}
                                             .dump()};
  }
  return update_service(process);
}

}  // namespace neargate::sim
