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

std::vector<domain::Service> live_services(Process& process) {
  return process.read([](state::Database& db) { return state::list_live_services(db); });
}

Json scale_of(int percent) { return {{"unit", "PERCENT"}, {"value", percent}}; }

}  // namespace

Request Caller::create_task_set() {
  Family const& family = dice_.pick(families());
  Json body{{"cluster", dice_.pick(clusters())},
            {"service", dice_.pick(services())},
            {"taskDefinition", family.name},
            {"launchType", family.is_fargate ? "FARGATE" : "EC2"},
            {"scale", scale_of(dice_.pick(std::vector{0, 30, 50, 100}))}};
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
  return create_task_set();
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

/// StopServiceDeployment, or the answer that a PAUSE hook waits for.
Request Caller::answer_deployment(Process& process) {
  for (auto const& service : live_services(process)) {
    if (service.deployments.empty() || service.deployments[0].service_deployment.text().empty()) continue;
    std::string const arn =
        domain::service_deployment_arn(service.key, service.deployments[0].service_deployment);
    if (dice_.chance(50))
      return {
          "StopServiceDeployment",
          Json{{"serviceDeploymentArn", arn}, {"stopType", dice_.chance(50) ? "ABORT" : "ROLLBACK"}}.dump()};
    return {"ContinueServiceDeployment", Json{{"serviceDeploymentArn", arn},
                                              {"hookId", "any"},
                                              {"action", dice_.chance(70) ? "CONTINUE" : "ROLLBACK"}}
                                             .dump()};
  }
  return update_service();
}

}  // namespace neargate::sim
