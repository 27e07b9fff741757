#pragma once
// Finds what a request names, or refuses as ECR does.

#include <string>

#include "api/call.h"
#include "api/wire/optional.h"
#include "state/repositories.h"

namespace neargate::api::ecr {

/// The registry that a request means: registryId's, else the caller's; always in the request's region.
domain::Scope registry_scope(Call const& call, wire::Optional<std::string> const& registry_id);

state::Repository require_repository(Call& call, wire::Optional<std::string> const& registry_id,
                                     std::string const& name);
/// By the ARN that tags are kept under.
state::Repository require_repository_by_arn(Call& call, std::string const& arn);

std::string repository_arn(domain::Scope const& scope, domain::RepositoryName const& name);

}  // namespace neargate::api::ecr
