#include "api/ecs/rules/service_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/rules/cluster_rules.h"
#include "api/ecs/rules/deployment_rules.h"
#include "api/ecs/rules/placement_request.h"
#include "api/ecs/rules/registration.h"

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
  if (request.launch_type == LaunchType::Fargate) return daemon_on_fargate();
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
        "The service couldn't be created because Availability Zone Rebalancing does not support DAEMON as "
        "scheduling strategy. Update scheduling strategy and try again.");
  return std::nullopt;
}

}  // namespace

Refusal daemon_on_fargate() {
  return invalid(
      "The daemon scheduling strategy does not support the FARGATE launch type. Change the launch type and "
      "try "
      "again");
}

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
  if (auto refusal = controller_refused(request)) return refusal;
  bool const external = request.deployment_controller &&
                        request.deployment_controller->type == DeploymentControllerType::External;
  if (request.scheduling_strategy == SchedulingStrategy::Daemon) {
    if (auto refusal = daemon_refused(request)) return refusal;
  } else {
    if (!request.desired_count && !external) return invalid("DesiredCount is missing");
    if (request.desired_count.value_or(0) < 0) return invalid("DesiredCount can not be lesser than 0");
  }
  if (!external && request.task_definition.value_or("").empty())
    return invalid("TaskDefinition can not be blank.");
  if (items(request.service_registries).size() > 1)
    return invalid("service registries can have at most 1 items.");
  return grace_period_refused(request.health_check_grace_period_seconds, items(request.load_balancers));
}

std::optional<Refusal> grace_period_refused(wire::Optional<int> const& seconds,
                                            std::vector<LoadBalancer> const& balancers) {
  if (seconds.value_or(0) > 0 && balancers.empty())
    return invalid("Health check grace period is only valid for services configured to use load balancers");
  if (seconds.value_or(0) < 0) return invalid("healthCheckGracePeriodSeconds must be at least 0");
  return std::nullopt;
}

std::optional<Refusal> scale_refused(wire::Optional<Scale> const& scale) {
  if (!scale) return std::nullopt;
  double const value = scale->value.value_or(0);
  if (value >= 0 && value <= 100) return std::nullopt;
  return invalid("Scale value must be between 0.0 and 100.0.");
}

std::optional<Refusal> placements_refused(wire::Optional<std::vector<PlacementConstraint>> const& constraints,
                                          wire::Optional<std::vector<PlacementStrategy>> const& strategies,
                                          domain::LaunchType type) {
  bool const fargate = type == domain::LaunchType::Fargate;
  if (fargate && !items(constraints).empty())
    return invalid("Placement constraints are not supported with FARGATE launch type.");
  if (fargate && !items(strategies).empty())
    return invalid("Placement strategies are not supported with FARGATE launch type.");
  if (items(constraints).size() > 10) return invalid("Maximum number of constraints is 10.");
  if (items(strategies).size() > 5) return invalid("Maximum number of strategies is 5.");
  for (PlacementConstraint const& constraint : items(constraints))
    if (constraint.type == PlacementConstraintType::DistinctInstance &&
        !constraint.expression.value_or("").empty())
      return invalid("distinctInstance expression should not be specified");
  if (auto refusal = expressions_refused(constraints)) return refusal;
  for (PlacementStrategy const& strategy : items(strategies)) {
    std::string const field = strategy.field.value_or("");
    if (strategy.type == PlacementStrategyType::Random && !field.empty())
      return invalid("random field should not be specified");
    std::string lower = field;
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (strategy.type == PlacementStrategyType::Binpack && lower != "cpu" && lower != "memory")
      return invalid(fmt::format("binpack field '{}' is invalid", field));
    bool const is_place =
        field == "instanceId" || field == "host" ||
        (field.starts_with("attribute:") && field.size() > std::string_view("attribute:").size());
    if (strategy.type == PlacementStrategyType::Spread && !is_place)
      return invalid(fmt::format("spread field '{}' is invalid", field));
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
