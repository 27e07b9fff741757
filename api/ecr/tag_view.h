#pragma once
// Resource tags between requests, rows and answers, and their rules: ECR spells members Key and Value.

#include <string>
#include <vector>

#include "api/call.h"
#include "gen/ecr/shapes.h"
#include "state/tags.h"

namespace neargate::api::ecr {

/// Refuses malformed tags, and more than 50.
void check_tags(std::vector<Tag> const& tags);
/// Merges the tags into those of a resource; refuses malformed ones and more than 50 in all.
void add_tags(Call& call, std::string const& arn, std::vector<Tag> const& tags);
/// Sorted by key (captured answer, ecr.md).
std::vector<Tag> tags_of(Call& call, std::string const& arn);

}  // namespace neargate::api::ecr
