#pragma once
// What CreateCapacityProvider and UpdateCapacityProvider refuse, and what they fill in
// (ecs-control-plane.md "Capacity providers").

#include <optional>
#include <string>

#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

std::optional<Refusal> provider_name_refused(std::string const& name);
/// After the defaults are filled in.
std::optional<Refusal> group_provider_refused(AutoScalingGroupProvider const& provider);

/// Lays `change` over `provider`; what neither has becomes AWS's default.
void settle_group_provider(AutoScalingGroupProvider& provider, AutoScalingGroupProviderUpdate const& change);

}  // namespace neargate::api::ecs
