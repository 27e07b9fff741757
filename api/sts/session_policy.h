#pragma once
// What limits a session when it is opened: a policy of its own, managed policies, and the tags it carries.

#include <optional>
#include <string>
#include <vector>

#include "api/wire/optional.h"
#include "gen/sts/shapes.h"

namespace neargate::api::sts {

std::string lower(std::string text);

/// How much of the packed size limit policies and tags take, in percent; nullopt when there are none. Throws
/// for a document that is no policy, for a tag key given twice, and when it is too much.
std::optional<int> packed_policy_size(wire::Optional<std::string> const& policy,
                                      wire::Optional<std::vector<Tag>> const& tags,
                                      wire::Optional<std::vector<PolicyDescriptorType>> const& policy_arns);

}  // namespace neargate::api::sts
