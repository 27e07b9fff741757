#pragma once
// Roles between rows and answers, and the look-ups that throw IAM's errors.

#include "api/call.h"
#include "domain/role.h"
#include "gen/iam/shapes.h"

namespace neargate::api::iam {

/// Throws NoSuchEntity.
domain::Role require_role(Call& call, std::optional<std::string> const& name);
/// As require_role, and refuses service-linked roles, which only AWS modifies.
domain::Role require_modifiable_role(Call& call, std::optional<std::string> const& name);

/// The members that CreateRole answers; GetRole and ListRoles add theirs.
Role role_view(domain::Role const& role);
/// Made for an AWS service, which alone may change it.
bool is_service_linked(domain::Role const& role);

}  // namespace neargate::api::iam
