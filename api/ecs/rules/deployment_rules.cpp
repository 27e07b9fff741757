#include "api/ecs/rules/deployment_rules.h"

#include <fmt/format.h>

#include <cmath>

#include "api/ecs/rules/registration.h"
#include "gen/ecs/errors.h"

namespace neargate::api::ecs {

namespace {

constexpr int bake_minutes_max = 1440;

/// All of an EXTERNAL service's tasks are described by its task sets; its name alone is required.
std::optional<Refusal> external_refused(CreateServiceRequest const& request) {
  if (request.scheduling_strategy == SchedulingStrategy::Daemon)
    return invalid("The daemon scheduling strategy does not support the EXTERNAL deployment controller.");
  if (!request.task_definition.value_or("").empty()) return invalid("TaskDefinition must be blank");
  if (!items(request.load_balancers).empty()) return invalid("LoadBalancers must be empty or null");
  if (!items(request.service_registries).empty()) return invalid("ServiceRegistries must be empty or null");
  if (request.network_configuration && request.network_configuration->awsvpc_configuration)
    return invalid("NetworkConfiguration must be empty or null");
  if (request.launch_type) return invalid("LaunchType must be blank");
  if (!items(request.capacity_provider_strategy).empty())
    return invalid("CapacityProviderStrategy must be empty or null");
  if (!request.platform_version.value_or("").empty()) return invalid("PlatformVersion must be blank");
  return std::nullopt;
}

std::optional<Refusal> code_deploy_refused(CreateServiceRequest const& request) {
  if (request.scheduling_strategy == SchedulingStrategy::Daemon)
    return invalid("The daemon scheduling strategy does not support the CODE_DEPLOY deployment controller.");
  for (LoadBalancer const& balancer : items(request.load_balancers))
    if (!balancer.target_group_arn.value_or("").empty()) return std::nullopt;
  return invalid(
      "When specifying the CODE_DEPLOY deployment controller type, the service requires an Application Load "
      "Balancer or Network Load Balancer.");
}

bool is_tenths_between(double value, double least, double most) {
  return value >= least && value <= most && std::abs(value * 10 - std::round(value * 10)) < 1e-9;
}

bool is_bake_time(wire::Optional<int> const& minutes) {
  return !minutes || (*minutes >= 0 && *minutes <= bake_minutes_max);
}

std::optional<Refusal> strategy_members_refused(DeploymentConfiguration const& whole) {
  DeploymentStrategy const strategy = whole.strategy.value_or(DeploymentStrategy::Rolling);
  if (strategy == DeploymentStrategy::BlueGreen && !whole.bake_time_in_minutes)
    return invalid("bakeTimeInMinutes is required for the BLUE_GREEN deployment strategy.");
  if (!is_bake_time(whole.bake_time_in_minutes))
    return invalid("bakeTimeInMinutes must be between 0 and 1440.");
  if (whole.linear_configuration) {
    if (strategy != DeploymentStrategy::Linear)
      return invalid("linearConfiguration is only valid for the LINEAR deployment strategy.");
    if (!is_tenths_between(whole.linear_configuration->step_percent.value_or(10.0), 3.0, 100.0))
      return invalid("stepPercent must be a multiple of 0.1 between 3.0 and 100.0.");
    if (!is_bake_time(whole.linear_configuration->step_bake_time_in_minutes))
      return invalid("stepBakeTimeInMinutes must be between 0 and 1440.");
  }
  if (whole.canary_configuration) {
    if (strategy != DeploymentStrategy::Canary)
      return invalid("canaryConfiguration is only valid for the CANARY deployment strategy.");
    if (!is_tenths_between(whole.canary_configuration->canary_percent.value_or(5.0), 0.1, 100.0))
      return invalid("canaryPercent must be a multiple of 0.1 between 0.1 and 100.0.");
    if (!is_bake_time(whole.canary_configuration->canary_bake_time_in_minutes))
      return invalid("canaryBakeTimeInMinutes must be between 0 and 1440.");
  }
  return std::nullopt;
}

std::optional<Refusal> hooks_refused(DeploymentConfiguration const& whole) {
  auto const& hooks = items(whole.lifecycle_hooks);
  if (!hooks.empty() && whole.strategy.value_or(DeploymentStrategy::Rolling) == DeploymentStrategy::Rolling)
    return invalid("lifecycleHooks are not supported for the ROLLING deployment strategy.");
  for (DeploymentLifecycleHook const& hook : hooks) {
    bool const is_pause = hook.target_type == DeploymentLifecycleHookTargetType::Pause;
    if (items(hook.lifecycle_stages).empty())
      return invalid("lifecycleStages must be specified for each lifecycle hook.");
    if (is_pause && !hook.hook_target_arn.value_or("").empty())
      return invalid("hookTargetArn must not be specified for a PAUSE lifecycle hook.");
    if (is_pause) continue;
    if (hook.hook_target_arn.value_or("").empty())
      return invalid("hookTargetArn must be specified for an AWS_LAMBDA lifecycle hook.");
    // A deployment that waits for a function which nobody calls would hang, or lie.
    return Refusal{UnsupportedFeatureException,
                   "Lifecycle hooks of type AWS_LAMBDA are not supported by neargate: there is no Lambda to "
                   "call. Use targetType PAUSE with ContinueServiceDeployment."};
  }
  return std::nullopt;
}

std::optional<Refusal> percents_refused(DeploymentConfiguration const& whole,
                                        domain::SchedulingStrategy scheduling) {
  int const minimum = whole.minimum_healthy_percent.value_or(100);
  int const maximum = whole.maximum_percent.value_or(200);
  if (minimum > 100) return invalid("minimumHealthyPercent must be at most 100");
  if (minimum < 0) return invalid("minimumHealthyPercent must be at least 0");
  if (scheduling == domain::SchedulingStrategy::Replica && maximum < 100)
    return invalid("maximumPercent must be at least 100");
  if (scheduling == domain::SchedulingStrategy::Daemon && maximum > 100)
    return invalid(
        "The daemon scheduling strategy does not support values above 100 for maximumPercent. Change the "
        "maximumPercent value and try again");
  if (minimum == 100 && maximum == 100)
    return invalid(
        "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block any deployment");
  return std::nullopt;
}

/// Not in botocore's model yet, and no refusal of AWS's is known: what could never trip sensibly is refused.
std::optional<Refusal> threshold_refused(DeploymentConfiguration const& whole) {
  if (!whole.deployment_circuit_breaker || !whole.deployment_circuit_breaker->threshold_configuration)
    return std::nullopt;
  auto const& threshold = *whole.deployment_circuit_breaker->threshold_configuration;
  int const value = threshold.value.value_or(50);
  if (value < 1) return invalid("The circuit breaker threshold value must be at least 1.");
  if (threshold.type == DeploymentThresholdType::BoundedPercent && value > 100)
    return invalid("The circuit breaker threshold value must be at most 100 for type BOUNDED_PERCENT.");
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> controller_refused(CreateServiceRequest const& request) {
  if (!request.deployment_controller) return std::nullopt;
  switch (request.deployment_controller->type.value_or(DeploymentControllerType::Ecs)) {
    case DeploymentControllerType::Ecs:
      return std::nullopt;
    case DeploymentControllerType::CodeDeploy:
      return code_deploy_refused(request);
    case DeploymentControllerType::External:
      return external_refused(request);
  }
  return std::nullopt;
}

std::optional<Refusal> controlled_update_refused(UpdateServiceRequest const& request,
                                                 domain::DeploymentController controller) {
  if (controller == domain::DeploymentController::Ecs) return std::nullopt;
  bool const external = controller == domain::DeploymentController::External;
  // The ends that are known of CODE_DEPLOY's texts; EXTERNAL's are worded alike.
  std::string const rest = external
                               ? " on services with an EXTERNAL deployment controller. Use CreateTaskSet to "
                                 "create a new task set."
                               : " on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy "
                                 "to trigger a new deployment.";
  if (!request.task_definition.value_or("").empty())
    return invalid("Unable to update task definition" + rest);
  // Given at all: Terraform and Pulumi users meet it with an unchanged configuration.
  if (request.network_configuration && request.network_configuration->awsvpc_configuration)
    return invalid("Unable to update network parameters" + rest);
  if (!request.platform_version.value_or("").empty())
    return invalid("Unable to update platform version" + rest);
  if (request.force_new_deployment.value_or(false) || !items(request.capacity_provider_strategy).empty())
    return invalid("Cannot force a new deployment" + rest);
  if (request.load_balancers) return invalid("Unable to update load balancers" + rest);
  if (request.service_registries) return invalid("Unable to update service registries" + rest);
  if (request.service_connect_configuration)
    return invalid("Unable to update Service Connect configuration" + rest);
  if (request.volume_configurations) return invalid("Unable to update volume configurations" + rest);
  return std::nullopt;
}

std::optional<Refusal> deployment_configuration_refused(DeploymentConfiguration const& whole,
                                                        domain::SchedulingStrategy scheduling,
                                                        domain::DeploymentController controller) {
  if (auto refusal = percents_refused(whole, scheduling)) return refusal;
  if (auto refusal = threshold_refused(whole)) return refusal;
  bool const rolls = whole.strategy.value_or(DeploymentStrategy::Rolling) == DeploymentStrategy::Rolling;
  if (controller != domain::DeploymentController::Ecs) {
    if (whole.deployment_circuit_breaker && whole.deployment_circuit_breaker->enable.value_or(false))
      return invalid("The deployment circuit breaker is only supported with the ECS deployment controller.");
    if (!rolls)
      return invalid("Deployment strategies are only supported with the ECS deployment controller.");
  }
  if (!rolls && scheduling == domain::SchedulingStrategy::Daemon)
    return invalid(fmt::format("The daemon scheduling strategy does not support the {} deployment strategy.",
                               to_text(*whole.strategy)));
  if (auto refusal = strategy_members_refused(whole)) return refusal;
  return hooks_refused(whole);
}

std::optional<Refusal> shifting_balancers_refused(std::vector<LoadBalancer> const& balancers,
                                                  domain::DeploymentStrategy strategy) {
  for (LoadBalancer const& balancer : balancers) {
    bool const is_complete =
        balancer.advanced_configuration &&
        !balancer.advanced_configuration->alternate_target_group_arn.value_or("").empty() &&
        !balancer.advanced_configuration->production_listener_rule.value_or("").empty() &&
        !balancer.advanced_configuration->role_arn.value_or("").empty();
    if (strategy != domain::DeploymentStrategy::Rolling && !is_complete)
      return invalid(
          "advancedConfiguration with alternateTargetGroupArn, productionListenerRule and roleArn is "
          "required "
          "for all loadBalancers when using a non-ROLLING deployment strategy.");
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
