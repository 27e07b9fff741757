#pragma once
// What policies a role or a user has: inline ones, and managed ones attached by ARN. The owner is the role's
// or user's unique id.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"

namespace neargate::state {

std::optional<std::string> find_inline_policy(Database& db, std::string const& owner,
                                              std::string const& name);
std::vector<std::string> list_inline_policies(Database& db, std::string const& owner);  ///< names
void save_inline_policy(Database& db, domain::AccountId const& account, std::string const& owner,
                        std::string const& name, std::string const& document);
bool delete_inline_policy(Database& db, std::string const& owner, std::string const& name);

/// ARNs in the order of attaching.
std::vector<std::string> list_attached_policies(Database& db, std::string const& owner);
void attach_policy(Database& db, domain::AccountId const& account, std::string const& owner,
                   std::string const& arn);
bool detach_policy(Database& db, std::string const& owner, std::string const& arn);
/// Ids of the roles and users of an account that a policy is attached to.
std::vector<std::string> list_policy_owners(Database& db, domain::AccountId const& account,
                                            std::string const& arn);

/// How many roles and users of an account have each policy attached, or as their permissions boundary.
struct PolicyUse {
  std::string arn;
  int attachments = 0, boundaries = 0;
};
std::vector<PolicyUse> list_policy_uses(Database& db, domain::AccountId const& account);

}  // namespace neargate::state
