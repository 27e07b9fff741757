#pragma once
// Which capacity provider the next task goes to (ecs-control-plane.md "Capacity providers").

#include <map>
#include <string>

#include "domain/launch.h"

namespace neargate::placement {

/// `counts`: the tasks that each provider has already. The base first; beyond it by weight. "" for an empty
/// strategy.
std::string choose_provider(domain::CapacityProviderStrategy const& strategy,
                            std::map<std::string, int> const& counts);

}  // namespace neargate::placement
