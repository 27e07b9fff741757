#pragma once
// What RegisterTaskDefinition adds to what was sent, and what it derives (ecs-task-definitions.md "What
// register stores and echoes", "compatibilities", "requiresAttributes derivation").

#include <string>
#include <vector>

#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// The definition as it is stored and echoed. `request` has passed the rules. Nothing that was not sent is
/// added beyond AWS's own list: Terraform replaces a definition that reads back more (terraform.md).
TaskDefinition defined_by(RegisterTaskDefinitionRequest const& request);

/// Launch types it can run on, in AWS's order.
std::vector<Compatibility> compatibilities_of(RegisterTaskDefinitionRequest const& request);

/// Capabilities that an instance must have, without repetition.
std::vector<std::string> required_attributes(RegisterTaskDefinitionRequest const& request);

}  // namespace neargate::api::ecs
