#pragma once
// Rows of customer managed policies and their versions. Names are looked up without case.

#include <optional>
#include <string>
#include <vector>

#include "domain/policy.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::Policy> find_policy(Database& db, domain::AccountId const& account,
                                          std::string const& name);
std::vector<domain::Policy> list_policies(Database& db, domain::AccountId const& account);  ///< by name
void save_policy(Database& db, domain::Policy const& policy);
/// With all its versions.
void delete_policy(Database& db, domain::Policy const& policy);

std::optional<domain::PolicyVersion> find_policy_version(Database& db, std::string const& policy, int number);
std::vector<domain::PolicyVersion> list_policy_versions(Database& db,
                                                        std::string const& policy);  ///< newest first
void insert_policy_version(Database& db, domain::PolicyVersion const& version);
void delete_policy_version(Database& db, std::string const& policy, int number);

}  // namespace neargate::state
