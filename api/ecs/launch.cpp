#include "api/ecs/launch.h"

#include <algorithm>

#include "api/ecs/documents.h"
#include "api/ecs/rules/capacity_rules.h"
#include "domain/words.h"
#include "gen/ecs/errors.h"

namespace neargate::api::ecs {

namespace {

constexpr char const* const latest_platform = "1.4.0";

std::vector<CapacityProviderStrategyItem> list(Strategy const& strategy) {
  return strategy.value_or(std::vector<CapacityProviderStrategyItem>{});
}

/// All of a strategy's providers are of one family.
domain::LaunchType type_of(std::vector<CapacityProviderStrategyItem> const& strategy) {
  return is_fargate_provider(strategy.front().capacity_provider.value_or("")) ? domain::LaunchType::Fargate
                                                                              : domain::LaunchType::Ec2;
}

}  // namespace

Launch resolve_launch(domain::Cluster const& cluster, wire::Optional<LaunchType> const& launch_type,
                      Strategy const& strategy) {
  Cluster const echoed = cluster_document(cluster.document);
  // The Go SDK sends an empty list beside a launch type.
  auto const given = list(strategy);
  if (launch_type && !given.empty())
    refuse(
        invalid("Specifying both a launch type and capacity provider strategy is not supported. Remove one "
                "and try again."));
  if (launch_type) {
    auto const type = domain::from_word<domain::LaunchType>(to_text(*launch_type));
    if (!type)
      refuse(
          {UnsupportedFeatureException, "The launch type MANAGED_INSTANCES is not supported by neargate."});
    return {.type = *type};
  }
  if (!given.empty()) {
    check(strategy_refused(given, echoed.capacity_providers.value_or(std::vector<std::string>{})));
    return {.type = type_of(given), .strategy = with_defaults(given)};
  }
  auto const usual = list(echoed.default_capacity_provider_strategy);
  if (!usual.empty()) return {.type = type_of(usual), .strategy = usual};
  return {.type = domain::LaunchType::Ec2};
}

std::optional<Refusal> incompatible_launch(domain::TaskDefinition const& definition,
                                           domain::LaunchType type) {
  auto const compatibilities =
      task_definition_document(definition.document).compatibilities.value_or(std::vector<Compatibility>{});
  bool const compatible = std::ranges::any_of(
      compatibilities, [&](Compatibility one) { return to_text(one) == domain::word(type); });
  if (compatible) return std::nullopt;
  return invalid("Task definition does not support launch_type " + std::string(domain::word(type)) + ".");
}

std::optional<Refusal> platform_refused(wire::Optional<std::string> const& version, domain::LaunchType type) {
  if (!version || version->empty()) return std::nullopt;
  if (type != domain::LaunchType::Fargate)
    return invalid("The platform version must be null when specifying an EC2 launch type.");
  for (char const* known : {"LATEST", "1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"})
    if (*version == known) return std::nullopt;
  return Refusal{PlatformUnknownException, "The specified platform does not exist."};
}

std::string resolved_platform(std::string const& version) {
  return version.empty() || version == "LATEST" ? latest_platform : version;
}

std::string platform_family(domain::TaskDefinition const& definition) {
  auto const platform = task_definition_document(definition.document).runtime_platform;
  if (!platform || platform->operating_system_family.value_or(OSFamily::Linux) == OSFamily::Linux)
    return "Linux";
  return std::string(to_text(*platform->operating_system_family));
}

LaunchType launch_type_view(domain::LaunchType type) {
  LaunchType view{};
  from_text(domain::word(type), view);
  return view;
}

}  // namespace neargate::api::ecs
