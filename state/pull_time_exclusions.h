#pragma once
// Rows of the principals whose pulls do not count as an image's last pull.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"

namespace neargate::state {

std::optional<domain::Time> find_pull_time_exclusion(Database& db, domain::Scope const& scope,
                                                     std::string const& principal_arn);
int count_pull_time_exclusions(Database& db, domain::Scope const& scope);
/// By ARN, those after `after`, at most `limit`.
std::vector<std::string> list_pull_time_exclusions(Database& db, domain::Scope const& scope,
                                                   std::string const& after, int limit);
void insert_pull_time_exclusion(Database& db, domain::Scope const& scope, std::string const& principal_arn,
                                domain::Time now);
void remove_pull_time_exclusion(Database& db, domain::Scope const& scope, std::string const& principal_arn);

}  // namespace neargate::state
