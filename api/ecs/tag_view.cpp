#include "api/ecs/tag_view.h"

#include <algorithm>
#include <cctype>

#include "api/wire/pattern.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t tags_max = 50;
constexpr char const* const allowed = R"(([\p{L}\p{Z}\p{N}_.:/=+\-@]*))";
constexpr std::size_t key_length_max = 128, value_length_max = 256;

/// Lengths are counted in characters, not in bytes of UTF-8.
std::size_t character_count(std::string const& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool is_reserved(std::string const& key) {
  std::string_view const prefix = "aws:";
  return key.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), key.begin(),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

std::optional<Refusal> tag_refused(Tag const& tag, Refusal (*null_value)(std::string)) {
  if (!tag.key || tag.key->empty()) return null_value("Tag key can not be null.");
  if (!tag.value) return null_value("Tag value can not be null.");
  if (character_count(*tag.key) > key_length_max)
    return invalid("Tag key can not be longer than 128 characters.");
  if (character_count(*tag.value) > value_length_max)
    return invalid("Tag value can not be longer than 256 characters.");
  if (!wire::matches_pattern(allowed, *tag.key)) return invalid("Tag key contains invalid characters.");
  if (!wire::matches_pattern(allowed, *tag.value)) return invalid("Tag value contains invalid characters.");
  if (is_reserved(*tag.key)) return invalid("Tag keys that start with 'aws:' are reserved for AWS use.");
  return std::nullopt;
}

}  // namespace

std::vector<Tag> tag_view(state::TagList const& tags) {
  std::vector<Tag> view;
  for (auto const& [key, value] : tags) view.push_back({.key = key, .value = value});
  return view;
}

state::TagList tag_list(wire::Optional<std::vector<Tag>> const& tags) {
  state::TagList list;
  if (!tags) return list;
  for (Tag const& tag : *tags) list.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
  return list;
}

std::optional<Refusal> tags_refused(wire::Optional<std::vector<Tag>> const& tags,
                                    Refusal (*null_value)(std::string)) {
  if (!tags) return std::nullopt;
  for (Tag const& tag : *tags)
    if (auto refusal = tag_refused(tag, null_value)) return refusal;
  if (tags->size() > tags_max) return invalid("Tags can have at most 50 items.");
  return std::nullopt;
}

std::vector<Tag> merged_tags(std::vector<Tag> base, std::vector<Tag> const& wins) {
  for (Tag const& tag : wins) {
    auto const same = std::ranges::find(base, tag.key, &Tag::key);
    if (same != base.end())
      same->value = tag.value;
    else
      base.push_back(tag);
  }
  return base;
}

}  // namespace neargate::api::ecs
