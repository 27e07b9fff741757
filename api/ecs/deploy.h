#pragma once
// A new deployment of a service, and the tags of the tasks that deployments start.

#include "api/call.h"
#include "api/ecs/documents.h"
#include "domain/service.h"

namespace neargate::api::ecs {

/// Puts a PRIMARY deployment of the service as it now stands in front; the one before becomes ACTIVE until
/// its tasks are gone (ecs-services.md "Update"). `echoed` brings what only deployments tell (Service
/// Connect, volumes); `document` keeps it.
void start_deployment(Call& call, domain::Service& service, ServiceDocument& document, Deployment echoed);

/// Tags are propagated when a task starts: running tasks keep the tags they have, tasks that the newest
/// deployment starts from now on get what the service says now.
void renew_task_tags(Call& call, domain::Service const& service, ServiceDocument& document);
/// After the tags of a service itself have changed.
void propagate_service_tags(Call& call, domain::ServiceKey const& key);

}  // namespace neargate::api::ecs
