#pragma once
// Tag mutability and its exclusion filters (ecr.md "exclusion filters").

#include <string>
#include <vector>

#include "gen/ecr/shapes.h"

namespace neargate::api::ecr {

/// Refuses filters without a mutability that excludes, and the reverse; answers the filters' wildcards.
std::vector<std::string> require_filters(
    ImageTagMutability mutability,
    wire::Optional<std::vector<ImageTagMutabilityExclusionFilter>> const& filters);

}  // namespace neargate::api::ecr
