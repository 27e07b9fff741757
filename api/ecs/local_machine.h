#pragma once
// This machine's own instance, registered when a cluster without instances first needs one.

#include "api/call.h"
#include "domain/cluster.h"

namespace neargate::api::ecs {

/// Registers it, unless somebody has registered an instance, or --no-local-instance was said.
void offer_local_machine(Call& call, domain::ClusterName const& cluster);
/// Takes it away once an instance is registered, as soon as no task is on it.
void withdraw_local_machine(Call& call, domain::ClusterName const& cluster);

}  // namespace neargate::api::ecs
