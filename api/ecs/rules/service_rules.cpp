#include "api/ecs/rules/service_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/rules/cluster_rules.h"
#include "api/ecs/rules/registration.h"
#include "gen/ecs/errors.h"

namespace neargate::api::ecs {

namespace {

/// AWS shows each character outside ASCII as one question mark.
std::string shown(std::string const& text) {
  std::string ascii;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x80)
      ascii += c;
    else if ((byte & 0xc0) != 0x80)
      ascii += '?';
  }
  return ascii;
}

std::optional<Refusal> daemon_refused(CreateServiceRequest const& request) {
  if (request.desired_count)
    return invalid(
        "The daemon scheduling strategy does not support a desired count for services. Remove the desired "
        "count "
        "value and try again");
  if (request.launch_type == LaunchType::Fargate)
    return invalid(
        "The daemon scheduling strategy does not support the FARGATE launch type. Change the launch type and "
        "try "
        "again");
  if (request.deployment_configuration &&
      request.deployment_configuration->maximum_percent.value_or(100) > 100)
    return invalid(
        "The daemon scheduling strategy does not support values above 100 for maximumPercent. Change the "
        "maximumPercent value and try again");
  if (!items(request.placement_strategy).empty())
    return invalid(
        "The daemon scheduling strategy does not support placement strategies. Remove the placement strategy "
        "and "
        "try again");
  if (request.availability_zone_rebalancing == AvailabilityZoneRebalancing::Enabled)
    return invalid(
        "The daemon scheduling strategy does not support Availability Zone rebalancing. Disable Availability "
        "Zone "
        "rebalancing and try again");
  return std::nullopt;
}

/// What CreateService refuses of EXTERNAL services before anything else: all of it lives in task sets.
std::optional<Refusal> external_refused(CreateServiceRequest const& request) {
  if (!request.task_definition.value_or("").empty()) return invalid("TaskDefinition must be blank");
  if (!items(request.load_balancers).empty()) return invalid("LoadBalancers must be empty or null");
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> service_name_refused(std::string const& name) {
  if (is_name(name)) return std::nullopt;
  return invalid(R"(ServiceName must match ^[a-zA-Z0-9\-_]{1,255}$, but was )" + shown(name));
}

std::optional<Refusal> client_token_refused(wire::Optional<std::string> const& token,
                                            std::size_t length_max) {
  if (!token) return std::nullopt;
  if (token->size() > length_max)
    return invalid(fmt::format("idempotency token longer than {}.", length_max));
  if (!std::ranges::all_of(*token, [](char c) { return c >= 33 && c <= 126; }))
    return invalid("idempotency token can only contain ASCII characters in the range of 33 to 126.");
  return std::nullopt;
}

std::optional<Refusal> new_service_refused(CreateServiceRequest const& request) {
  bool const external = request.deployment_controller &&
                        request.deployment_controller->type == DeploymentControllerType::External;
  if (external)
    if (auto refusal = external_refused(request)) return refusal;
  if (request.scheduling_strategy == SchedulingStrategy::Daemon) {
    if (auto refusal = daemon_refused(request)) return refusal;
  } else {
    if (!request.desired_count && !external) return invalid("DesiredCount is missing");
    if (request.desired_count.value_or(0) < 0) return invalid("DesiredCount can not be lesser than 0");
  }
  if (!external && request.task_definition.value_or("").empty())
    return invalid("TaskDefinition can not be blank.");
  if (request.health_check_grace_period_seconds.value_or(0) > 0 && items(request.load_balancers).empty())
    return invalid("Health check grace period is only valid for services configured to use load balancers");
  return std::nullopt;
}

std::optional<Refusal> unserved_feature(wire::Optional<DeploymentController> const& controller,
                                        wire::Optional<DeploymentConfiguration> const& configuration) {
  if (controller && controller->type.value_or(DeploymentControllerType::Ecs) != DeploymentControllerType::Ecs)
    return Refusal{UnsupportedFeatureException,
                   fmt::format("The deployment controller {} is not supported by neargate.",
                               to_text(*controller->type))};
  if (configuration &&
      configuration->strategy.value_or(DeploymentStrategy::Rolling) != DeploymentStrategy::Rolling)
    return Refusal{UnsupportedFeatureException,
                   fmt::format("The deployment strategy {} is not supported by neargate.",
                               to_text(*configuration->strategy))};
  return std::nullopt;
}

std::optional<Refusal> deployment_bounds_refused(domain::DeploymentConfiguration const& bounds,
                                                 domain::SchedulingStrategy scheduling) {
  if (bounds.minimum_healthy_percent > 100) return invalid("minimumHealthyPercent must be at most 100");
  if (bounds.minimum_healthy_percent < 0) return invalid("minimumHealthyPercent must be at least 0");
  if (scheduling == domain::SchedulingStrategy::Replica && bounds.maximum_percent < 100)
    return invalid("maximumPercent must be at least 100");
  if (bounds.minimum_healthy_percent == 100 && bounds.maximum_percent == 100)
    return invalid(
        "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block any deployment");
  return std::nullopt;
}

std::optional<Refusal> placements_refused(wire::Optional<std::vector<PlacementConstraint>> const& constraints,
                                          wire::Optional<std::vector<PlacementStrategy>> const& strategies,
                                          domain::LaunchType type) {
  bool const fargate = type == domain::LaunchType::Fargate;
  if (fargate && !items(constraints).empty())
    return invalid("Placement constraints are not supported with FARGATE launch type.");
  if (fargate && !items(strategies).empty())
    return invalid("Placement strategies are not supported with FARGATE launch type.");
  if (items(constraints).size() > 10) return invalid("Placement constraints can have at most 10 items.");
  if (items(strategies).size() > 5) return invalid("Placement strategies can have at most 5 items.");
  for (PlacementConstraint const& constraint : items(constraints))
    if (constraint.type == PlacementConstraintType::DistinctInstance &&
        !constraint.expression.value_or("").empty())
      return invalid("distinctInstance expression should not be specified");
  for (PlacementStrategy const& strategy : items(strategies)) {
    std::string const field = strategy.field.value_or("");
    if (strategy.type == PlacementStrategyType::Random && !field.empty())
      return invalid("random field should not be specified");
    std::string lower = field;
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (strategy.type == PlacementStrategyType::Binpack && lower != "cpu" && lower != "memory")
      return invalid(fmt::format("binpack field '{}' is invalid", field));
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
