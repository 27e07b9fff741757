#pragma once
// Resources of EC2 by id: their ARNs, under which their tags are kept.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "domain/network.h"
#include "gen/ec2/shapes.h"
#include "state/tags.h"

namespace neargate::api::ec2 {

/// arn:aws:ec2:R:A:security-group/sg-…
std::string ec2_arn(domain::Scope const& scope, ResourceType type, std::string_view id);

/// What TagSpecifications say about resources of one type; throws for another type and for bad tags.
state::TagList specified_tags(std::optional<std::vector<TagSpecification>> const& specifications,
                              ResourceType type);
/// Throws for a key or a value that EC2 refuses.
void check_tag(std::string const& key, std::string const& value);

state::TagList tags_of(Call& call, ResourceType type, std::string const& id);
std::vector<Tag> tag_view(state::TagList const& tags);

/// A resource that has no row of its own: its id follows from the VPC's (or the subnet's).
std::string derived_id(std::string_view prefix, std::string_view owner);

}  // namespace neargate::api::ec2
