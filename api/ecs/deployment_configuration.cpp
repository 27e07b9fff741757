#include "api/ecs/deployment_configuration.h"

#include "api/ecs/rules/registration.h"
#include "domain/words.h"

namespace neargate::api::ecs {

namespace {

DeploymentCircuitBreaker with_defaults(DeploymentCircuitBreaker breaker) {
  breaker.enable = breaker.enable.value_or(false);
  breaker.rollback = breaker.rollback.value_or(false);
  breaker.reset_on_healthy_task = breaker.reset_on_healthy_task.value_or(true);
  if (!breaker.threshold_configuration)
    breaker.threshold_configuration =
        DeploymentThresholdConfiguration{.type = DeploymentThresholdType::BoundedPercent, .value = 50};
  return breaker;
}

template <class T>
void take(wire::Optional<T>& stored, wire::Optional<T> const& sent) {
  if (sent) stored = sent;
}

}  // namespace

DeploymentConfiguration with_sent(DeploymentConfiguration stored,
                                  wire::Optional<DeploymentConfiguration> const& sent) {
  if (!sent) return stored;
  if (sent->strategy && sent->strategy != stored.strategy) {
    stored.bake_time_in_minutes.reset();
    stored.linear_configuration.reset();
    stored.canary_configuration.reset();
    if (sent->strategy == DeploymentStrategy::Rolling) stored.lifecycle_hooks.reset();
  }
  take(stored.deployment_circuit_breaker, sent->deployment_circuit_breaker);
  take(stored.maximum_percent, sent->maximum_percent);
  take(stored.minimum_healthy_percent, sent->minimum_healthy_percent);
  take(stored.alarms, sent->alarms);
  take(stored.strategy, sent->strategy);
  take(stored.bake_time_in_minutes, sent->bake_time_in_minutes);
  take(stored.lifecycle_hooks, sent->lifecycle_hooks);
  take(stored.linear_configuration, sent->linear_configuration);
  take(stored.canary_configuration, sent->canary_configuration);
  return stored;
}

DeploymentConfiguration with_defaults(DeploymentConfiguration configuration,
                                      domain::SchedulingStrategy scheduling) {
  bool const daemon = scheduling == domain::SchedulingStrategy::Daemon;
  configuration.deployment_circuit_breaker =
      with_defaults(configuration.deployment_circuit_breaker.value_or(DeploymentCircuitBreaker{}));
  configuration.maximum_percent = configuration.maximum_percent.value_or(daemon ? 100 : 200);
  configuration.minimum_healthy_percent = configuration.minimum_healthy_percent.value_or(daemon ? 0 : 100);
  DeploymentStrategy const strategy = configuration.strategy.value_or(DeploymentStrategy::Rolling);
  configuration.strategy = strategy;
  if (strategy != DeploymentStrategy::BlueGreen)
    configuration.bake_time_in_minutes = configuration.bake_time_in_minutes.value_or(0);
  if (strategy == DeploymentStrategy::Linear) {
    auto linear = configuration.linear_configuration.value_or(LinearConfiguration{});
    linear.step_percent = linear.step_percent.value_or(10.0);
    linear.step_bake_time_in_minutes = linear.step_bake_time_in_minutes.value_or(6);
    configuration.linear_configuration = linear;
  }
  if (strategy == DeploymentStrategy::Canary) {
    auto canary = configuration.canary_configuration.value_or(CanaryConfiguration{});
    canary.canary_percent = canary.canary_percent.value_or(5.0);
    canary.canary_bake_time_in_minutes = canary.canary_bake_time_in_minutes.value_or(10);
    configuration.canary_configuration = canary;
  }
  return configuration;
}

namespace {

/// The hook stage before production traffic moves is no stage of its own: it is waited for when test traffic
/// has moved.
domain::LifecycleStage typed_stage(DeploymentLifecycleHookStage stage) {
  if (stage == DeploymentLifecycleHookStage::PreProductionTrafficShift)
    return domain::LifecycleStage::PostTestTrafficShift;
  return domain::from_word<domain::LifecycleStage>(to_text(stage)).value();
}

domain::LifecycleHook typed_hook(DeploymentLifecycleHook const& hook) {
  domain::LifecycleHook typed{.target_arn = hook.hook_target_arn.value_or(""),
                              .is_pause = hook.target_type == DeploymentLifecycleHookTargetType::Pause};
  for (auto const stage : items(hook.lifecycle_stages)) typed.stages.push_back(typed_stage(stage));
  if (auto const& timeout = hook.timeout_configuration) {
    if (timeout->timeout_in_minutes) typed.timeout = std::chrono::minutes{*timeout->timeout_in_minutes};
    typed.timeout_continues = timeout->action == DeploymentLifecycleHookAction::Continue;
  }
  return typed;
}

}  // namespace

domain::DeploymentConfiguration typed_configuration(DeploymentConfiguration const& configuration) {
  DeploymentCircuitBreaker const breaker =
      configuration.deployment_circuit_breaker.value_or(DeploymentCircuitBreaker{});
  domain::DeploymentConfiguration typed{
      .maximum_percent = configuration.maximum_percent.value_or(200),
      .minimum_healthy_percent = configuration.minimum_healthy_percent.value_or(100),
      .circuit_breaker = breaker.enable.value_or(false),
      .rollback = breaker.rollback.value_or(false),
      .reset_on_healthy_task = breaker.reset_on_healthy_task.value_or(true)};
  if (auto const& threshold = breaker.threshold_configuration) {
    auto const type = threshold->type.value_or(DeploymentThresholdType::BoundedPercent);
    typed.threshold_type = domain::from_word<domain::ThresholdType>(to_text(type)).value();
    typed.threshold_value = threshold->value.value_or(50);
  }
  DeploymentStrategy const strategy = configuration.strategy.value_or(DeploymentStrategy::Rolling);
  typed.strategy = domain::from_word<domain::DeploymentStrategy>(to_text(strategy)).value();
  typed.bake_time = std::chrono::minutes{configuration.bake_time_in_minutes.value_or(0)};
  if (strategy == DeploymentStrategy::Linear && configuration.linear_configuration) {
    typed.step_percent = configuration.linear_configuration->step_percent.value_or(10.0);
    typed.step_bake_time =
        std::chrono::minutes{configuration.linear_configuration->step_bake_time_in_minutes.value_or(6)};
  }
  if (strategy == DeploymentStrategy::Canary && configuration.canary_configuration) {
    typed.step_percent = configuration.canary_configuration->canary_percent.value_or(5.0);
    typed.step_bake_time =
        std::chrono::minutes{configuration.canary_configuration->canary_bake_time_in_minutes.value_or(10)};
  }
  for (auto const& hook : items(configuration.lifecycle_hooks)) typed.hooks.push_back(typed_hook(hook));
  return typed;
}

}  // namespace neargate::api::ecs
