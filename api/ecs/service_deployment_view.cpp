#include "api/ecs/service_deployment_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/deployment_configuration.h"
#include "api/ecs/documents.h"
#include "api/ecs/rules/registration.h"
#include "domain/arn.h"
#include "domain/words.h"

namespace neargate::api::ecs {

namespace {

template <class Shape, class Value>
Shape worded(Value value) {
  Shape shape{};
  from_text(domain::word(value), shape);
  return shape;
}

DeploymentLifecycleHookAction timeout_action(domain::LifecycleHook const& hook) {
  return hook.timeout_continues ? DeploymentLifecycleHookAction::Continue
                                : DeploymentLifecycleHookAction::Rollback;
}

DeploymentLifecycleHook hook_view(domain::LifecycleHook const& hook) {
  DeploymentLifecycleHook view;
  view.target_type =
      hook.is_pause ? DeploymentLifecycleHookTargetType::Pause : DeploymentLifecycleHookTargetType::AwsLambda;
  if (!hook.target_arn.empty()) view.hook_target_arn = hook.target_arn;
  view.lifecycle_stages.emplace();
  for (auto const stage : hook.stages)
    view.lifecycle_stages->push_back(worded<DeploymentLifecycleHookStage>(stage));
  view.timeout_configuration = {.timeout_in_minutes = static_cast<int>(hook.timeout.count()),
                                .action = timeout_action(hook)};
  return view;
}

/// As it was sent, where the service still has the configuration that the deployment began with.
DeploymentConfiguration configuration_of(domain::Service const& service,
                                         domain::ServiceDeployment const& deployment) {
  auto const sent = service_document(service.document).echoed.deployment_configuration;
  if (sent && typed_configuration(*sent) == deployment.configuration) return *sent;
  return configuration_view(deployment.configuration);
}

ServiceRevisionSummary summary_of(domain::Service const& service, domain::DeploymentId const& id,
                                  TaskCountsById const& counts) {
  ServiceRevisionSummary summary{.arn = domain::service_revision_arn(service.key, id),
                                 .requested_task_count = 0,
                                 .running_task_count = 0,
                                 .pending_task_count = 0};
  if (auto const counted = counts.find(id); counted != counts.end()) {
    summary.running_task_count = counted->second.running;
    summary.pending_task_count = counted->second.pending;
  }
  auto const listed = std::ranges::find(service.deployments, id, &domain::Deployment::id);
  if (listed != service.deployments.end()) summary.requested_task_count = listed->desired_count;
  return summary;
}

/// Traffic is told where the strategy shifts it: what the target has is gone from the source.
void take_weights(domain::Service const& service, domain::ServiceDeployment const& deployment,
                  ServiceDeployment& view) {
  if (deployment.configuration.strategy == domain::DeploymentStrategy::Rolling) return;
  auto const target = std::ranges::find(service.deployments, deployment.target, &domain::Deployment::id);
  if (target == service.deployments.end()) return;
  view.target_service_revision->requested_production_traffic_weight = target->traffic_percent;
  for (auto& source : *view.source_service_revisions)
    source.requested_production_traffic_weight = 100.0 - target->traffic_percent;
}

std::vector<DeploymentLifecycleHookDetail> hook_details(domain::Service const& service,
                                                        domain::ServiceDeployment const& deployment) {
  auto const target = std::ranges::find(service.deployments, deployment.target, &domain::Deployment::id);
  auto const& hooks = deployment.configuration.hooks;
  std::vector<DeploymentLifecycleHookDetail> details;
  for (domain::HookPause const& pause : deployment.pauses) {
    DeploymentLifecycleHookDetail detail{.hook_id = hook_id(deployment, pause),
                                         .target_type = DeploymentLifecycleHookTargetType::Pause,
                                         .status = worded<DeploymentLifecycleHookStatus>(pause.status)};
    if (auto const index = static_cast<std::size_t>(pause.hook); index < hooks.size()) {
      if (target != service.deployments.end() && target->stage_since)
        detail.expires_at = *target->stage_since + hooks[index].timeout;
      detail.timeout_action = timeout_action(hooks[index]);
    }
    details.push_back(std::move(detail));
  }
  return details;
}

}  // namespace

ServiceDeploymentStatus status_view(domain::ServiceDeploymentStatus status) {
  return worded<ServiceDeploymentStatus>(status);
}

std::string hook_id(domain::ServiceDeployment const& deployment, domain::HookPause const& pause) {
  std::string_view const stage = deployment.stage ? domain::word(*deployment.stage) : "";
  std::string const text = fmt::format("{}/{}/{}/{}", deployment.id.text(), stage, pause.hook, pause.turn);
  std::uint64_t hash = 14695981039346656037ull;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return fmt::format("hook-{:016x}", hash);
}

DeploymentConfiguration configuration_view(domain::DeploymentConfiguration const& configuration) {
  DeploymentConfiguration view;
  view.maximum_percent = configuration.maximum_percent;
  view.minimum_healthy_percent = configuration.minimum_healthy_percent;
  view.deployment_circuit_breaker =
      DeploymentCircuitBreaker{.enable = configuration.circuit_breaker,
                               .rollback = configuration.rollback,
                               .reset_on_healthy_task = configuration.reset_on_healthy_task,
                               .threshold_configuration = DeploymentThresholdConfiguration{
                                   .type = worded<DeploymentThresholdType>(configuration.threshold_type),
                                   .value = configuration.threshold_value}};
  view.strategy = worded<DeploymentStrategy>(configuration.strategy);
  view.bake_time_in_minutes = static_cast<int>(configuration.bake_time.count());
  int const step_minutes = static_cast<int>(configuration.step_bake_time.count());
  if (configuration.strategy == domain::DeploymentStrategy::Linear)
    view.linear_configuration = LinearConfiguration{.step_percent = configuration.step_percent,
                                                    .step_bake_time_in_minutes = step_minutes};
  if (configuration.strategy == domain::DeploymentStrategy::Canary)
    view.canary_configuration = CanaryConfiguration{.canary_percent = configuration.step_percent,
                                                    .canary_bake_time_in_minutes = step_minutes};
  if (!configuration.hooks.empty()) {
    view.lifecycle_hooks.emplace();
    for (auto const& hook : configuration.hooks) view.lifecycle_hooks->push_back(hook_view(hook));
  }
  return view;
}

ServiceDeploymentBrief service_deployment_brief(domain::ServiceDeployment const& deployment) {
  ServiceDeploymentBrief brief;
  brief.service_deployment_arn = domain::service_deployment_arn(deployment.service, deployment.id);
  brief.service_arn = domain::service_arn(deployment.service);
  brief.cluster_arn = domain::cluster_arn(deployment.service.scope, deployment.service.cluster);
  brief.created_at = deployment.created_at;
  brief.started_at = deployment.started_at;
  brief.finished_at = deployment.finished_at;
  brief.target_service_revision_arn = domain::service_revision_arn(deployment.service, deployment.target);
  brief.status = status_view(deployment.status);
  if (!deployment.status_reason.empty()) brief.status_reason = deployment.status_reason;
  return brief;
}

ServiceDeployment service_deployment_view(domain::Service const& service,
                                          domain::ServiceDeployment const& deployment,
                                          TaskCountsById const& counts) {
  ServiceDeployment view;
  view.service_deployment_arn = domain::service_deployment_arn(deployment.service, deployment.id);
  view.service_arn = domain::service_arn(deployment.service);
  view.cluster_arn = domain::cluster_arn(deployment.service.scope, deployment.service.cluster);
  view.created_at = deployment.created_at;
  view.started_at = deployment.started_at;
  view.finished_at = deployment.finished_at;
  view.stopped_at = deployment.stopped_at;
  view.updated_at = deployment.updated_at;
  view.source_service_revisions.emplace();
  for (auto const& source : deployment.sources)
    view.source_service_revisions->push_back(summary_of(service, source, counts));
  view.target_service_revision = summary_of(service, deployment.target, counts);
  take_weights(service, deployment, view);
  view.status = status_view(deployment.status);
  if (!deployment.status_reason.empty()) view.status_reason = deployment.status_reason;
  if (deployment.stage) view.lifecycle_stage = worded<ServiceDeploymentLifecycleStage>(*deployment.stage);
  if (!deployment.pauses.empty()) view.lifecycle_hook_details = hook_details(service, deployment);
  view.deployment_configuration = configuration_of(service, deployment);
  if (deployment.rollback_to)
    view.rollback = Rollback{
        .reason = deployment.rollback_reason,
        .started_at = deployment.rollback_at,
        .service_revision_arn = domain::service_revision_arn(deployment.service, *deployment.rollback_to)};
  view.deployment_circuit_breaker = ServiceDeploymentCircuitBreaker{
      .status = worded<ServiceDeploymentRollbackMonitorsStatus>(deployment.breaker),
      .failure_count = deployment.failure_count,
      .threshold = deployment.threshold};
  // Alarms are accepted and inert: no CloudWatch could raise one.
  view.alarms = ServiceDeploymentAlarms{.status = ServiceDeploymentRollbackMonitorsStatus::Disabled};
  if (auto const& alarms = view.deployment_configuration->alarms)
    view.alarms->alarm_names = items(alarms->alarm_names);
  return view;
}

}  // namespace neargate::api::ecs
