#pragma once
// Rows of roles, their inline policies and the managed policies attached to them. Names are looked up without
// case (iam-sts-ec2-logs.md "IAM"); answers keep the spelling that was created.

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

std::optional<std::string> find_role_policy(Database& db, domain::Role const& role, std::string const& name);
std::vector<std::string> list_role_policies(Database& db, domain::Role const& role);
void save_role_policy(Database& db, domain::Role const& role, std::string const& name,
                      std::string const& document);
bool delete_role_policy(Database& db, domain::Role const& role, std::string const& name);

/// ARNs in the order of attaching.
std::vector<std::string> list_attached_policies(Database& db, domain::Role const& role);
void attach_policy(Database& db, domain::Role const& role, std::string const& arn);
bool detach_policy(Database& db, domain::Role const& role, std::string const& arn);

}  // namespace neargate::state
