#pragma once
// POST /_neargate/lifecycle/run: ECR's lifecycle policies, evaluated now (docs/own-pages.md).

#include "registry/lifecycle_run.h"
#include "server/own_answer.h"

namespace neargate::registry {
class Registry;
}

namespace neargate::server {

class EventFeed;

/// Throws BadRequest.
Answer serve_lifecycle_run(registry::Registry& registry, OwnRequest const& request);

/// What a policy did, as an event.
void tell_lifecycle(EventFeed& feed, registry::LifecycleOutcome const& outcome);

}  // namespace neargate::server
