#pragma once
// What roles and users have alike: inline policies, attached policies, a permissions boundary.

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/iam/paging.h"
#include "domain/role.h"
#include "domain/user.h"

namespace neargate::api::iam {

/// Whose policies they are.
struct Owner {
  std::string id;    ///< AROA… or AIDA…
  std::string kind;  ///< role or user, as messages say it
  std::string name;
  std::size_t inline_size_max = 0;  ///< characters of all inline policies, white space aside
};
Owner owner_of(domain::Role const& role);
Owner owner_of(domain::User const& user);

void put_inline_policy(Call& call, Owner const& owner, std::string const& name, std::string const& document);
/// Throws NoSuchEntity.
std::string require_inline_policy(Call& call, Owner const& owner, std::string const& name);
void delete_inline_policy(Call& call, Owner const& owner, std::string const& name);
MarkedPage<std::string> inline_policy_page(Call& call, Owner const& owner,
                                           std::optional<int> const& max_items,
                                           std::optional<std::string> const& marker);

/// Success also when it is attached already.
void attach(Call& call, Owner const& owner, std::optional<std::string> const& arn);
/// Throws NoSuchEntity for what is not attached.
void detach(Call& call, Owner const& owner, std::optional<std::string> const& arn);
MarkedPage<std::string> attached_policy_page(Call& call, Owner const& owner,
                                             std::optional<std::string> const& path_prefix,
                                             std::optional<int> const& max_items,
                                             std::optional<std::string> const& marker);

/// Throws for a boundary that is no policy.
void check_boundary(Call& call, std::optional<std::string> const& arn);
/// Throws DeleteConflict while the owner has policies.
void check_without_policies(Call& call, Owner const& owner);

}  // namespace neargate::api::iam
