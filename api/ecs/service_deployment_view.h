#pragma once
// Service deployments as answers show them (ecs-services.md "Service deployments and revisions").

#include <string>

#include "api/call.h"
#include "api/ecs/task_set_view.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

ServiceDeploymentStatus status_view(domain::ServiceDeploymentStatus status);
ServiceDeploymentBrief service_deployment_brief(domain::ServiceDeployment const& deployment);
ServiceDeployment service_deployment_view(domain::Service const& service,
                                          domain::ServiceDeployment const& deployment,
                                          TaskCountsById const& counts);

/// Of the PAUSE hook that the deployment waits at: the same as long as it waits there.
std::string hook_id(domain::ServiceDeployment const& deployment, domain::HookPause const& pause);

/// deploymentConfiguration from the values that are acted upon.
DeploymentConfiguration configuration_view(domain::DeploymentConfiguration const& configuration);

}  // namespace neargate::api::ecs
