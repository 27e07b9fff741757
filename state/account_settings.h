#pragma once
// Rows of ECS account settings: what a principal (a user, a role, or root for the whole account) has set.

#include <map>
#include <optional>
#include <string>

#include "domain/ids.h"
#include "state/database.h"

namespace neargate::state {

std::optional<std::string> find_account_setting(Database& db, domain::Scope const& scope,
                                                std::string const& principal, std::string const& name);
/// Value by name.
std::map<std::string, std::string> list_account_settings(Database& db, domain::Scope const& scope,
                                                         std::string const& principal);
void save_account_setting(Database& db, domain::Scope const& scope, std::string const& principal,
                          std::string const& name, std::string const& value);
void remove_account_setting(Database& db, domain::Scope const& scope, std::string const& principal,
                            std::string const& name);

}  // namespace neargate::state
