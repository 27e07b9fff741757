#pragma once
// Rows of roles. Names are looked up without case (iam-sts-ec2-logs.md "IAM"); answers keep the spelling that
// was created.

#include <optional>
#include <string>
#include <vector>

#include "domain/role.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::Role> find_role(Database& db, domain::AccountId const& account,
                                      domain::RoleName const& name);
std::vector<domain::Role> list_roles(Database& db, domain::AccountId const& account);  ///< by name
void save_role(Database& db, domain::Role const& role);
void delete_role(Database& db, domain::AccountId const& account, domain::RoleName const& name);

}  // namespace neargate::state
