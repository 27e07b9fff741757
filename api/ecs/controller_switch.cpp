#include "api/ecs/controller_switch.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/refuse.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/service_revision.h"
#include "domain/words.h"
#include "state/task_sets.h"

namespace neargate::api::ecs {

namespace {

bool is_settled(domain::Service const& service) {
  bool const deployed = std::ranges::all_of(service.deployments, [](domain::Deployment const& one) {
    return one.status == domain::DeploymentStatus::Primary &&
           one.rollout_state != domain::RolloutState::InProgress;
  });
  bool const set = std::ranges::all_of(service.task_sets, [](domain::TaskSet const& one) {
    return one.status == domain::TaskSetStatus::Primary;
  });
  return deployed && set;
}

void take_task_set(Call& call, domain::Service& service, domain::Deployment const& primary) {
  RevisionDocument revision = revision_of(call, service.key, primary.id);
  revision.is_task_set = true;
  save_revision(call, service.key, primary.id, revision);
  TaskSetDocument document;
  document.echoed.platform_version = revision.echoed.platform_version;
  document.echoed.platform_family = revision.echoed.platform_family;
  document.echoed.load_balancers = items(revision.echoed.load_balancers);
  document.echoed.service_registries = items(revision.echoed.service_registries);
  auto const now = call.clock.now();
  service.task_sets.push_back({.id = primary.id,
                               .status = domain::TaskSetStatus::Primary,
                               .task_definition = primary.task_definition,
                               .launch_type = primary.launch_type,
                               .capacity_providers = primary.capacity_providers,
                               .network = primary.network,
                               .scale_percent = 100,
                               .computed_desired_count = service.desired_count,
                               .stability_at = now,
                               .created_at = primary.created_at,
                               .updated_at = now,
                               .document = print_document(document)});
}

void take_deployment(Call& call, domain::Service& service, domain::TaskSet const& primary) {
  RevisionDocument revision = revision_of(call, service.key, primary.id);
  revision.is_task_set = false;
  save_revision(call, service.key, primary.id, revision);
  domain::Deployment deployment;
  deployment.id = primary.id;
  deployment.task_definition = primary.task_definition;
  deployment.launch_type = primary.launch_type;
  deployment.capacity_providers = primary.capacity_providers;
  deployment.network = primary.network;
  deployment.desired_count = primary.computed_desired_count;
  deployment.rollout_reason = "ECS deployment " + primary.id.text() + " in progress.";
  deployment.created_at = primary.created_at;
  deployment.updated_at = call.clock.now();
  service.deployments.push_back(std::move(deployment));
}

}  // namespace

void switch_controller(Call& call, domain::Service& service, ServiceDocument& document,
                       domain::DeploymentController to) {
  if (to == service.controller) return;
  if (service.scheduling == domain::SchedulingStrategy::Daemon)
    refuse(invalid(fmt::format(
        "The daemon scheduling strategy does not support the {} deployment controller.", domain::word(to))));
  if (!is_settled(service))
    refuse(invalid(
        "The deployment controller cannot be updated while a deployment is in progress. Wait until it "
        "has completed and try again."));
  if (to == domain::DeploymentController::CodeDeploy && items(document.echoed.load_balancers).empty())
    refuse(
        invalid("When specifying the CODE_DEPLOY deployment controller type, the service requires an "
                "Application Load Balancer or Network Load Balancer."));
  if (to == domain::DeploymentController::Ecs) {
    if (service.task_sets.empty())
      refuse(invalid(
          "The deployment controller cannot be updated to ECS: the service has no primary task set."));
    take_deployment(call, service, service.task_sets.front());
    service.task_sets.clear();
    state::delete_task_sets(call.db, service.key);
  } else if (service.controller == domain::DeploymentController::Ecs) {
    for (auto const& primary : service.deployments) take_task_set(call, service, primary);
    service.deployments.clear();
  }
  service.controller = to;
  service.steady_since.reset();
  DeploymentControllerType type{};
  from_text(domain::word(to), type);
  document.echoed.deployment_controller = DeploymentController{.type = type};
}

}  // namespace neargate::api::ecs
