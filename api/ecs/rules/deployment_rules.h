#pragma once
// Deployment controllers, strategies, percentages and hooks (ecs-services.md "Controllers", "Rolling
// deployment", "BLUE_GREEN, LINEAR, CANARY").

#include <optional>

#include "api/ecs/refuse.h"
#include "api/wire/optional.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// What a new service of a controller may not have.
std::optional<Refusal> controller_refused(CreateServiceRequest const& request);
/// What may not be updated on a service that CodeDeploy or somebody else deploys.
std::optional<Refusal> controlled_update_refused(UpdateServiceRequest const& request,
                                                 domain::DeploymentController controller);

/// `whole`: with what was stored before and the defaults.
std::optional<Refusal> deployment_configuration_refused(DeploymentConfiguration const& whole,
                                                        domain::SchedulingStrategy scheduling,
                                                        domain::DeploymentController controller);
/// Shifting strategies move traffic between the target groups that each load balancer names.
std::optional<Refusal> shifting_balancers_refused(std::vector<LoadBalancer> const& balancers,
                                                  domain::DeploymentStrategy strategy);

}  // namespace neargate::api::ecs
