#include "api/ecs/rules/provider_rules.h"

#include <algorithm>
#include <cctype>

namespace neargate::api::ecs {

namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_between(wire::Optional<int> const& value, int least, int most) {
  return value.value_or(least) >= least && value.value_or(least) <= most;
}

}  // namespace

std::optional<Refusal> provider_name_refused(std::string const& name) {
  if (name.empty()) return invalid("CapacityProvider name must not be blank");
  std::string lower = name;
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  bool const is_reserved =
      lower.starts_with("aws") || lower.starts_with("ecs") || lower.starts_with("fargate");
  if (name.size() <= 255 && std::ranges::all_of(name, is_name_char) && !is_reserved) return std::nullopt;
  return invalid(
      "The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters "
      "(upper and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with \"aws\", "
      "\"ecs\", or \"fargate\". Specify a valid name and try again.");
}

std::optional<Refusal> group_provider_refused(AutoScalingGroupProvider const& provider) {
  if (provider.auto_scaling_group_arn.value_or("").empty())
    return invalid(
        "The specified Auto Scaling group ARN is invalid. Specify a valid Auto Scaling group ARN and try "
        "again.");
  ManagedScaling const& scaling = *provider.managed_scaling;
  if (!is_between(scaling.target_capacity, 1, 100))
    return invalid(
        "The target capacity value is invalid. The target capacity must be between 1 and 100. Update the "
        "value and try again.");
  bool const steps_fit = is_between(scaling.minimum_scaling_step_size, 1, 10000) &&
                         is_between(scaling.maximum_scaling_step_size, 1, 10000) &&
                         *scaling.minimum_scaling_step_size <= *scaling.maximum_scaling_step_size;
  if (!steps_fit)
    return invalid(
        "The minimum or maximum scaling step size value is invalid. The values must be between 1 and 10000, "
        "and the minimum must not be greater than the maximum. Update the values and try again.");
  if (!is_between(scaling.instance_warmup_period, 0, 10000))
    return invalid(
        "The instance warmup period value is invalid. The value must be between 0 and 10000. Update the "
        "value "
        "and try again.");
  if (provider.managed_termination_protection == ManagedTerminationProtection::Enabled &&
      scaling.status != ManagedScalingStatus::Enabled)
    return invalid(
        "The managed termination protection setting for the capacity provider is invalid. To enable managed "
        "termination protection for a capacity provider, managed scaling must be enabled.");
  return std::nullopt;
}

void settle_group_provider(AutoScalingGroupProvider& provider, AutoScalingGroupProviderUpdate const& change) {
  ManagedScaling scaling = provider.managed_scaling.value_or(ManagedScaling{});
  ManagedScaling const given = change.managed_scaling.value_or(ManagedScaling{});
  // A managedScaling block without a status switches it on.
  auto const usual = change.managed_scaling ? ManagedScalingStatus::Enabled : ManagedScalingStatus::Disabled;
  scaling.status = given.status.value_or(scaling.status.value_or(usual));
  scaling.target_capacity = given.target_capacity.value_or(scaling.target_capacity.value_or(100));
  scaling.minimum_scaling_step_size =
      given.minimum_scaling_step_size.value_or(scaling.minimum_scaling_step_size.value_or(1));
  scaling.maximum_scaling_step_size =
      given.maximum_scaling_step_size.value_or(scaling.maximum_scaling_step_size.value_or(10000));
  scaling.instance_warmup_period =
      given.instance_warmup_period.value_or(scaling.instance_warmup_period.value_or(300));
  provider.managed_scaling = scaling;
  provider.managed_termination_protection = change.managed_termination_protection.value_or(
      provider.managed_termination_protection.value_or(ManagedTerminationProtection::Disabled));
  provider.managed_draining =
      change.managed_draining.value_or(provider.managed_draining.value_or(ManagedDraining::Enabled));
}

}  // namespace neargate::api::ecs
