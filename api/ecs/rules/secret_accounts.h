#pragma once
// The one check of RegisterTaskDefinition that needs to know who asks.

#include <optional>
#include <string>

#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// A Systems Manager parameter of another account cannot be referred to.
std::optional<Refusal> secret_accounts_refused(RegisterTaskDefinitionRequest const& request,
                                               std::string const& account);

}  // namespace neargate::api::ecs
