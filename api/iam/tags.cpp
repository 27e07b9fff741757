#include "api/iam/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gen/iam/errors.h"

namespace neargate::api::iam {

namespace {

constexpr std::size_t tags_max = 50;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return text;
}

}  // namespace

std::vector<Tag> tag_view(state::TagList const& tags) {
  std::vector<Tag> view;
  for (auto const& [key, value] : tags) view.push_back({.key = key, .value = value});
  return view;
}

state::TagList tag_list(std::optional<std::vector<Tag>> const& tags) {
  state::TagList list;
  std::set<std::string> keys;
  for (Tag const& tag : tags.value_or(std::vector<Tag>{})) {
    if (!keys.insert(lower(tag.key.value_or(""))).second)
      throw wire::Error(InvalidInputException,
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    list.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
  }
  return list;
}

void add_tags(Call& call, std::string const& arn, char const* kind,
              std::optional<std::vector<Tag>> const& tags) {
  // A key in another spelling is the same key: the new spelling replaces the old one.
  state::TagList const added = tag_list(tags);
  std::vector<std::string> replaced;
  for (auto const& [old, value] : state::list_tags(call.db, arn))
    for (auto const& [key, ignored] : added)
      if (key != old && lower(key) == lower(old)) replaced.push_back(old);
  state::remove_tags(call.db, arn, replaced);
  state::set_tags(call.db, arn, added);
  if (state::list_tags(call.db, arn).size() > tags_max)
    throw wire::Error(LimitExceededException,
                      fmt::format("Cannot exceed quota for TagsPer{}: {}", kind, tags_max));
}

void drop_tags(Call& call, std::string const& arn, std::optional<std::vector<std::string>> const& keys) {
  std::set<std::string> unwanted;
  for (std::string const& key : keys.value_or(std::vector<std::string>{})) unwanted.insert(lower(key));
  std::vector<std::string> dropped;
  for (auto const& [key, value] : state::list_tags(call.db, arn))
    if (unwanted.contains(lower(key))) dropped.push_back(key);
  state::remove_tags(call.db, arn, dropped);
}

MarkedPage<std::pair<std::string, std::string>> tag_page(Call& call, std::string const& arn,
                                                         std::optional<int> const& max_items,
                                                         std::optional<std::string> const& marker) {
  state::TagList tags = state::list_tags(call.db, arn);
  std::sort(tags.begin(), tags.end());
  return marked_page("tags " + arn, tags, max_items, marker, [](auto const& tag) { return tag.first; });
}

}  // namespace neargate::api::iam
