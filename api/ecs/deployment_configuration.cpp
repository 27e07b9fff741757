#include "api/ecs/deployment_configuration.h"

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
                                  wire::Optional<DeploymentConfiguration> const& sent,
                                  domain::SchedulingStrategy scheduling) {
  if (sent) {
    take(stored.deployment_circuit_breaker, sent->deployment_circuit_breaker);
    take(stored.maximum_percent, sent->maximum_percent);
    take(stored.minimum_healthy_percent, sent->minimum_healthy_percent);
    take(stored.alarms, sent->alarms);
    take(stored.strategy, sent->strategy);
    take(stored.bake_time_in_minutes, sent->bake_time_in_minutes);
    take(stored.lifecycle_hooks, sent->lifecycle_hooks);
  }
  bool const daemon = scheduling == domain::SchedulingStrategy::Daemon;
  stored.deployment_circuit_breaker =
      with_defaults(stored.deployment_circuit_breaker.value_or(DeploymentCircuitBreaker{}));
  stored.maximum_percent = stored.maximum_percent.value_or(daemon ? 100 : 200);
  stored.minimum_healthy_percent = stored.minimum_healthy_percent.value_or(daemon ? 0 : 100);
  stored.strategy = stored.strategy.value_or(DeploymentStrategy::Rolling);
  stored.bake_time_in_minutes = stored.bake_time_in_minutes.value_or(0);
  return stored;
}

domain::DeploymentConfiguration bounds_of(DeploymentConfiguration const& configuration) {
  DeploymentCircuitBreaker const breaker =
      configuration.deployment_circuit_breaker.value_or(DeploymentCircuitBreaker{});
  return {.maximum_percent = configuration.maximum_percent.value_or(200),
          .minimum_healthy_percent = configuration.minimum_healthy_percent.value_or(100),
          .circuit_breaker = breaker.enable.value_or(false),
          .rollback = breaker.rollback.value_or(false)};
}

}  // namespace neargate::api::ecs
