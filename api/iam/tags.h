#pragma once
// Tags of roles, users, policies and instance profiles.

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/iam/paging.h"
#include "gen/iam/shapes.h"
#include "state/tags.h"

namespace neargate::api::iam {

std::vector<Tag> tag_view(state::TagList const& tags);
/// Refuses duplicate keys: they compare without case here.
state::TagList tag_list(std::optional<std::vector<Tag>> const& tags);

/// Merges; refuses a resource that would have more than 50. `kind` is the quota's: Role, User …
void add_tags(Call& call, std::string const& arn, char const* kind,
              std::optional<std::vector<Tag>> const& tags);
/// Keys that are not there are fine.
void drop_tags(Call& call, std::string const& arn, std::optional<std::vector<std::string>> const& keys);
/// One page of a resource's tags, by key.
MarkedPage<std::pair<std::string, std::string>> tag_page(Call& call, std::string const& arn,
                                                         std::optional<int> const& max_items,
                                                         std::optional<std::string> const& marker);

}  // namespace neargate::api::iam
