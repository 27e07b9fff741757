#pragma once
// Repositories between rows and answers.

#include <string>
#include <vector>

#include "api/call.h"
#include "gen/ecr/shapes.h"
#include "state/repositories.h"

namespace neargate::api::ecr {

Repository repository_view(Call const& call, state::Repository const& repository);
/// As DeleteRepository answers: without encryption and scanning (captured answer, ecr.md).
Repository deleted_repository_view(Call const& call, state::Repository const& repository);

ImageTagMutability mutability_view(state::TagMutability mutability);
state::TagMutability mutability_of(ImageTagMutability mutability);
/// Absent when there are none.
wire::Optional<std::vector<ImageTagMutabilityExclusionFilter>> filters_view(
    std::vector<std::string> const& filters);

}  // namespace neargate::api::ecr
