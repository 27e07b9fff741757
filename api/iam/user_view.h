#pragma once
// Users between rows and answers, and the look-ups that throw IAM's errors.

#include "api/call.h"
#include "domain/user.h"
#include "gen/iam/shapes.h"

namespace neargate::api::iam {

/// Throws NoSuchEntity.
domain::User require_user(Call& call, std::optional<std::string> const& name);
/// What CreateUser and lists show; GetUser adds the tags.
User user_view(domain::User const& user);
/// The user that a request without UserName means: the caller, "" for the account's root. Throws for roles.
std::string calling_user(Call const& call);

}  // namespace neargate::api::iam
