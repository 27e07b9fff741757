#pragma once
// Rows of instance profiles. Names are looked up without case.

#include <optional>
#include <string>
#include <vector>

#include "domain/instance_profile.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::InstanceProfile> find_instance_profile(Database& db, domain::AccountId const& account,
                                                             std::string const& name);
std::vector<domain::InstanceProfile> list_instance_profiles(Database& db,
                                                            domain::AccountId const& account);  ///< by name
void save_instance_profile(Database& db, domain::InstanceProfile const& profile);
void delete_instance_profile(Database& db, domain::AccountId const& account, std::string const& name);

}  // namespace neargate::state
