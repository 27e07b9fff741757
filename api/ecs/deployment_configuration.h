#pragma once
// deploymentConfiguration: what was sent over what is stored, and its defaults (ecs-services.md "Create").

#include "api/wire/optional.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// `stored` with the members of `sent`: members that were not sent stay, those that were are replaced whole.
/// The Go SDK leaves out what is false, so a breaker sent without rollback is one without rollback
/// (terraform.md).
DeploymentConfiguration with_sent(DeploymentConfiguration stored,
                                  wire::Optional<DeploymentConfiguration> const& sent,
                                  domain::SchedulingStrategy scheduling);

domain::DeploymentConfiguration bounds_of(DeploymentConfiguration const& configuration);

}  // namespace neargate::api::ecs
