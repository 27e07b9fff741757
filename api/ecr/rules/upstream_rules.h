#pragma once
// Which registries a pull-through cache rule may name, and what each wants (ecr.md "Replication, pull-through
// cache, templates").

#include "api/wire/optional.h"
#include "gen/ecr/shapes.h"
#include "state/pull_through_rules.h"

namespace neargate::api::ecr {

/// Refuses as ECR does; fills in upstream_registry.
void check_upstream(state::PullThroughRule& rule, wire::Optional<UpstreamRegistry> const& named);

}  // namespace neargate::api::ecr
