#pragma once
// Where tasks run: launch type or capacity provider strategy, and the platform (ecs-control-plane.md
// "Capacity providers", ecs-services.md "Create").

#include <optional>
#include <string>
#include <vector>

#include "api/ecs/refuse.h"
#include "api/wire/optional.h"
#include "domain/cluster.h"
#include "domain/service.h"
#include "domain/task_definition.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

struct Launch {
  domain::LaunchType type = domain::LaunchType::Ec2;
  /// Given or the cluster's default; then answers show it instead of the launch type.
  std::vector<CapacityProviderStrategyItem> strategy;
};

using Strategy = wire::Optional<std::vector<CapacityProviderStrategyItem>>;

/// Neither given: the cluster's default strategy, else EC2.
Launch resolve_launch(domain::Cluster const& cluster, wire::Optional<LaunchType> const& launch_type,
                      Strategy const& strategy);

std::optional<Refusal> incompatible_launch(domain::TaskDefinition const& definition, domain::LaunchType type);

/// `version` as sent: refused on EC2, and where there is no such platform (PlatformUnknownException).
std::optional<Refusal> platform_refused(wire::Optional<std::string> const& version, domain::LaunchType type);
/// LATEST is 1.4.0.
std::string resolved_platform(std::string const& version);
/// Linux, or the definition's Windows family.
std::string platform_family(domain::TaskDefinition const& definition);

LaunchType launch_type_view(domain::LaunchType type);

}  // namespace neargate::api::ecs
