#pragma once
// UpdateService may give a service another deployment controller while no deployment is running
// (ecs-services.md "Controllers").

#include "api/call.h"
#include "api/ecs/documents.h"
#include "domain/service.h"

namespace neargate::api::ecs {

/// What runs goes on running: the PRIMARY deployment becomes the PRIMARY task set of the same id, or the
/// other way round. Throws AWS's refusal when something is still moving.
void switch_controller(Call& call, domain::Service& service, ServiceDocument& document,
                       domain::DeploymentController to);

}  // namespace neargate::api::ecs
