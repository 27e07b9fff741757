#pragma once
// Tags of any resource, by ARN.

#include <string>
#include <utility>
#include <vector>

#include "state/database.h"

namespace neargate::state {

using TagList = std::vector<std::pair<std::string, std::string>>;

/// In the order in which the keys were first given.
TagList list_tags(Database& db, std::string const& arn);
/// Merges by key (case-sensitive).
void set_tags(Database& db, std::string const& arn, TagList const& tags);
void remove_tags(Database& db, std::string const& arn, std::vector<std::string> const& keys);
void remove_all_tags(Database& db, std::string const& arn);

}  // namespace neargate::state
