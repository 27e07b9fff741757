#pragma once
// ECR Public's repositories: rows as ECR's, in the region "public", whatever region was asked. So they are
// pushed to and pulled from as any other (HOST/ACCOUNT/public/NAME).

#include "api/call.h"
#include "api/wire/optional.h"
#include "state/repositories.h"

namespace neargate::api::ecr_public {

domain::Scope public_scope(Call const& call, wire::Optional<std::string> const& registry_id = {});
state::Repository require_repository(Call& call, wire::Optional<std::string> const& registry_id,
                                     std::string const& name);

}  // namespace neargate::api::ecr_public
