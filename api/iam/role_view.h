#pragma once
// Roles between rows and answers, and the look-ups that throw IAM's errors.

#include "api/call.h"
#include "domain/role.h"
#include "gen/iam/shapes.h"
#include "state/tags.h"

namespace neargate::api::iam {

std::string role_arn(domain::Role const& role);
/// Throws NoSuchEntity.
domain::Role require_role(Call& call, std::optional<std::string> const& name);
/// As require_role, and refuses service-linked roles, which only AWS modifies.
domain::Role require_modifiable_role(Call& call, std::optional<std::string> const& name);

/// The members that CreateRole answers; GetRole and ListRoles add theirs.
Role role_view(domain::Role const& role);
std::vector<Tag> tag_view(state::TagList const& tags);
/// Refuses duplicate keys (they compare without case here) and more than 50.
state::TagList tag_list(std::vector<Tag> const& tags);

}  // namespace neargate::api::iam
