#pragma once
// A new deployment of a service, and the tags of the tasks that deployments start.

#include "api/call.h"
#include "api/ecs/documents.h"
#include "domain/service.h"

namespace neargate::api::ecs {

/// Puts a PRIMARY deployment of the service as it now stands in front, with its revision; the one before
/// becomes ACTIVE until its tasks are gone (ecs-services.md "Update"). `attached` brings what only revisions
/// keep: load balancers, registries, Service Connect, volumes.
void start_deployment(Call& call, domain::Service& service, ServiceDocument const& document,
                      ServiceRevision attached);

/// What the PRIMARY deployment attaches: what the next one starts from.
ServiceRevision attached_now(Call& call, domain::Service const& service);

/// Tags are propagated when a task starts: tasks that there are keep the tags they have, tasks that start
/// from now on get what the service says now. enableExecuteCommand goes the same way.
void renew_task_tags(Call& call, domain::Service const& service, Service const& echoed);
/// After the tags of a service itself have changed.
void propagate_service_tags(Call& call, domain::ServiceKey const& key);

}  // namespace neargate::api::ecs
