#pragma once
// Services and their deployments as answers show them. Counts are counted from the tasks at this moment.

#include "api/call.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// Tags are a member of the create answer and of `include=TAGS` only.
enum class ServiceTags { Hidden, Shown };

Service service_view(Call& call, domain::Service const& service, ServiceTags tags);

/// arn:…:service-revision/CLUSTER/SERVICE/<the digits of the deployment id>
std::string service_revision_arn(domain::ServiceKey const& key, domain::DeploymentId const& deployment);

}  // namespace neargate::api::ecs
