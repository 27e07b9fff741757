#pragma once
// Tags between requests, rows and answers, and the rules they obey (ecs-control-plane.md "Tags").

#include <optional>
#include <vector>

#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"
#include "state/tags.h"

namespace neargate::api::ecs {

std::vector<Tag> tag_view(state::TagList const& tags);
/// An absent list is an empty one.
state::TagList tag_list(wire::Optional<std::vector<Tag>> const& tags);

/// `null_value` words a tag without value: AWS answers InvalidParameterException for clusters and
/// ClientException for task definitions.
std::optional<Refusal> tags_refused(wire::Optional<std::vector<Tag>> const& tags,
                                    Refusal (*null_value)(std::string) = &invalid);

/// `wins` over `base`, key by key; the order of `base` first.
std::vector<Tag> merged_tags(std::vector<Tag> base, std::vector<Tag> const& wins);

}  // namespace neargate::api::ecs
