#pragma once
// Clusters as answers show them.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/call.h"
#include "domain/cluster.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// What a request's `include` may ask for; without it settings, statistics and tags are empty lists and the
/// configuration and attachments are absent.
enum class ClusterField { Attachments, Configurations, Settings, Statistics, Tags };
using ClusterIncludes = std::set<ClusterField>;
/// nullopt where a word is none of AWS's.
std::optional<ClusterIncludes> cluster_includes(std::vector<std::string> const& words);

Cluster cluster_view(Call& call, domain::Cluster const& cluster, ClusterIncludes const& include);

}  // namespace neargate::api::ecs
