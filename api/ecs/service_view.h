#pragma once
// Services and their deployments as answers show them. Counts are counted from the tasks at this moment.

#include "api/call.h"
#include "domain/service.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// Tags are a member of the create answer and of `include=TAGS` only.
enum class ServiceTags { Hidden, Shown };

Service service_view(Call& call, domain::Service const& service, ServiceTags tags);

}  // namespace neargate::api::ecs
