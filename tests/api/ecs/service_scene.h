#pragma once
// What service tests over the wire share: services of each controller, tasks as the scheduler starts them,
// records as it writes them.

#include <string>

#include "domain/arn.h"
#include "domain/new_task.h"
#include "state/networks.h"
#include "state/service_history.h"
#include "state/task_definitions.h"
#include "tests/api/ecs/scene.h"
#include "tests/api/ecs/table.h"

namespace neargate::api::ecs::testing {

/// A network that web's tasks can stand in.
inline char const* const network_json =
    R"({"awsvpcConfiguration": {"subnets": ["subnet-f525c9be"], "securityGroups": ["sg-1"]}})";

inline std::string web_request(std::string const& more = "") {
  return R"({"cluster": "c", "serviceName": "s", "taskDefinition": "web", "desiredCount": 2,
             "launchType": "FARGATE", "networkConfiguration": )" +
         std::string(network_json) + more + "}";
}

inline std::string external_request(int desired_count = 3) {
  return R"({"cluster": "c", "serviceName": "s", "deploymentController": {"type": "EXTERNAL"},
             "desiredCount": )" +
         std::to_string(desired_count) + "}";
}

inline std::string task_set_request(std::string const& more = "") {
  return R"({"cluster": "c", "service": "s", "taskDefinition": "web", "launchType": "FARGATE",
             "networkConfiguration": )" +
         std::string(network_json) + more + "}";
}

/// A task as the scheduler starts it, moved on to `status`.
inline domain::Task start_task_of(Scene& scene, std::string const& started_by,
                                  domain::TaskStatus status = domain::TaskStatus::Running) {
  return scene.in_call([&](Call& call) {
    auto const definition = *state::find_task_definition(call.db, call.scope, {domain::Family{"web"}, 1});
    state::ensure_default_vpc(call.db, call.scope, call.mint);
    auto task = domain::make_task(definition,
                                  {.cluster = domain::ClusterName{"c"},
                                   .launch_type = domain::LaunchType::Fargate,
                                   .group = "service:s",
                                   .started_by = started_by,
                                   .service = domain::ServiceName{"s"},
                                   .deployment = domain::DeploymentId{started_by},
                                   .network = domain::NetworkConfiguration{},
                                   .subnet = state::list_subnets(call.db, call.scope).at(0),
                                   .availability_zone = "eu-west-1a"},
                                  call.mint, call.clock.now());
    task.last_status = status;
    state::save_task(call.db, task);
    return task;
  });
}

/// A record as the scheduler writes it for the service's PRIMARY deployment.
inline domain::ServiceDeployment record_deployment(Scene& scene, char const* id,
                                                   domain::ServiceDeploymentStatus status) {
  domain::ServiceDeployment record{.service = scene.key(), .id = domain::ServiceDeploymentId{id}};
  scene.change_service([&](domain::Service& service) {
    service.deployments.front().service_deployment = record.id;
    record.target = service.deployments.front().id;
    record.configuration = service.deployment_configuration;
  });
  record.status = status;
  record.created_at = record.updated_at = scene.clock.now();
  record.started_at = scene.clock.now();
  scene.store.transact([&](state::Database& db) { state::save_service_deployment(db, record); });
  return record;
}

}  // namespace neargate::api::ecs::testing
