#include "api/ecr/tag_view.h"

#include <algorithm>

#include "api/ecr/refuse.h"
#include "gen/ecr/errors.h"

namespace neargate::api::ecr {

namespace {

constexpr std::size_t tags_max = 50;
constexpr std::size_t key_length_max = 128;
constexpr std::size_t value_length_max = 256;

void check_tag(std::string const& key, std::string const& value) {
  if (key.empty() || key.size() > key_length_max)
    refuse(InvalidTagParameterException,
           "Invalid parameter at 'tagKey' failed to satisfy constraint: 'Member must have length between 1 "
           "and 128'");
  if (value.size() > value_length_max)
    refuse(InvalidTagParameterException,
           "Invalid parameter at 'tagValue' failed to satisfy constraint: 'Member must have length less than "
           "or equal to 256'");
  if (key.starts_with("aws:"))
    refuse(InvalidTagParameterException,
           "Invalid parameter at 'tagKey' failed to satisfy constraint: 'Tag keys must not start with aws:'");
}

[[noreturn]] void refuse_many() {
  refuse(TooManyTagsException,
         "The list of tags on the repository is over the limit. The maximum number of tags that can be "
         "applied to a repository is 50.");
}

}  // namespace

void check_tags(std::vector<Tag> const& tags) {
  for (Tag const& tag : tags) check_tag(tag.key.value_or(""), tag.value.value_or(""));
  if (tags.size() > tags_max) refuse_many();
}

void add_tags(Call& call, std::string const& arn, std::vector<Tag> const& tags) {
  state::TagList list;
  for (Tag const& tag : tags) {
    list.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
    check_tag(list.back().first, list.back().second);
  }
  state::set_tags(call.db, arn, list);
  if (state::list_tags(call.db, arn).size() > tags_max) refuse_many();
}

std::vector<Tag> tags_of(Call& call, std::string const& arn) {
  state::TagList list = state::list_tags(call.db, arn);
  std::ranges::sort(list);
  std::vector<Tag> tags;
  for (auto& [key, value] : list) tags.push_back({.key = std::move(key), .value = std::move(value)});
  return tags;
}

}  // namespace neargate::api::ecr
