#pragma once
// What a cluster's members may be (ecs-control-plane.md "Clusters").

#include <optional>
#include <string_view>
#include <vector>

#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// ^[a-zA-Z0-9\-_]{1,255}$: clusters, services, families, containers, volumes.
bool is_name(std::string_view text);

/// The only cluster setting there is.
inline constexpr char const* container_insights = "containerInsights";

std::optional<Refusal> cluster_name_refused(std::string const& name);
std::optional<Refusal> settings_refused(wire::Optional<std::vector<ClusterSetting>> const& settings);
std::optional<Refusal> configuration_refused(wire::Optional<ClusterConfiguration> const& configuration);

}  // namespace neargate::api::ecs
