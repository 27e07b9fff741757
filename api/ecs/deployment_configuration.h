#pragma once
// deploymentConfiguration: what was sent over what is stored, its defaults, and the part that is acted upon
// (ecs-services.md "Create", "BLUE_GREEN, LINEAR, CANARY").

#include "api/wire/optional.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// `stored` with the members of `sent`: members that were not sent stay, those that were are replaced whole.
/// The Go SDK leaves out what is false, so a breaker sent without rollback is one without rollback
/// (terraform.md). A strategy sent anew leaves the members of the one before behind.
DeploymentConfiguration with_sent(DeploymentConfiguration stored,
                                  wire::Optional<DeploymentConfiguration> const& sent);
/// bakeTimeInMinutes stays unset only where BLUE_GREEN was asked for without it.
DeploymentConfiguration with_defaults(DeploymentConfiguration configuration,
                                      domain::SchedulingStrategy scheduling);

domain::DeploymentConfiguration typed_configuration(DeploymentConfiguration const& configuration);

}  // namespace neargate::api::ecs
