#include "api/ec2/resources.h"

#include <fmt/format.h>

#include "api/wire/utf8.h"
#include "domain/arn.h"
#include "gen/ec2/errors.h"

namespace neargate::api::ec2 {

namespace {

constexpr std::size_t key_length_max = 128, value_length_max = 256;

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace

std::string ec2_arn(domain::Scope const& scope, ResourceType type, std::string_view id) {
  return domain::Arn{domain::partition_of(scope.region), "ec2", scope.region.text(), scope.account.text(),
                     fmt::format("{}/{}", to_text(type), id)}
      .text();
}

void check_tag(std::string const& key, std::string const& value) {
  if (key.empty()) throw wire::Error(InvalidParameterValue, "Tag key cannot be empty.");
  if (key.starts_with("aws:"))
    throw wire::Error(
        InvalidParameterValue,
        fmt::format("Value ( {} ) for parameter key is invalid. Tag keys starting with 'aws:' are "
                    "reserved for internal use",
                    key));
  if (wire::count_code_points(key) > key_length_max)
    throw wire::Error(
        InvalidParameterValue,
        fmt::format("Value ( {} ) for parameter key is invalid. Tag key exceeds the maximum length "
                    "of {} characters",
                    key, key_length_max));
  if (wire::count_code_points(value) > value_length_max)
    throw wire::Error(
        InvalidParameterValue,
        fmt::format("Value ( {} ) for parameter value is invalid. Tag value exceeds the maximum "
                    "length of {} characters",
                    value, value_length_max));
}

state::TagList specified_tags(std::optional<std::vector<TagSpecification>> const& specifications,
                              ResourceType type) {
  state::TagList tags;
  for (TagSpecification const& one : specifications.value_or(std::vector<TagSpecification>{})) {
    if (one.resource_type != type)
      throw wire::Error(InvalidParameterValue,
                        fmt::format("'{}' is not a valid taggable resource type for this operation.",
                                    one.resource_type ? to_text(*one.resource_type) : ""));
    if (!one.tags || one.tags->empty())
      throw wire::Error(InvalidParameterValue, "Tag specification must have at least one tag");
    for (Tag const& tag : *one.tags) {
      check_tag(tag.key.value_or(""), tag.value.value_or(""));
      for (auto const& [key, value] : tags)
        if (key == tag.key)
          throw wire::Error(InvalidParameterValue, fmt::format("Duplicate tag key '{}' specified.", key));
      tags.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
    }
  }
  return tags;
}

state::TagList tags_of(Call& call, ResourceType type, std::string const& id) {
  return state::list_tags(call.db, ec2_arn(call.scope, type, id));
}

std::vector<Tag> tag_view(state::TagList const& tags) {
  std::vector<Tag> view;
  for (auto const& [key, value] : tags) view.push_back({.key = key, .value = value});
  return view;
}

std::string derived_id(std::string_view prefix, std::string_view owner) {
  return fmt::format("{}-0{:016x}", prefix, fnv1a(fmt::format("{}/{}", prefix, owner)));
}

}  // namespace neargate::api::ec2
