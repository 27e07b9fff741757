#pragma once
// Clusters as answers show them.

#include <set>

#include "api/call.h"
#include "domain/cluster.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// What a request's `include` may ask for; without it settings, statistics and tags are empty lists and the
/// configuration is absent.
using ClusterIncludes = std::set<ClusterField>;

Cluster cluster_view(Call& call, domain::Cluster const& cluster, ClusterIncludes const& include);

}  // namespace neargate::api::ecs
