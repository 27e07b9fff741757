#include "registry/lifecycle_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>

namespace neargate::registry {

namespace {

using Json = nlohmann::ordered_json;
using Names = std::initializer_list<std::string_view>;

constexpr std::size_t rules_max = 50;

std::string quoted_list(std::vector<std::string> names) {
  std::ranges::sort(names);
  std::string text;
  for (auto const& name : names) text += (text.empty() ? "\"" : ",\"") + name + '"';
  return '[' + text + ']';
}

std::string_view type_of(Json const& value) {
  if (value.is_number_integer()) return "integer";
  if (value.is_number()) return "number";
  return value.type_name();
}

class Shape final {
 public:
  std::vector<std::string> faults;

  void document(Json const& value) {
    if (!members(value, {"rules"}, {})) return;
    Json const& list = value.at("rules");
    if (!is(list, "array")) return;
    if (list.empty())
      faults.push_back("array is too short: must have at least 1 elements but instance has 0 elements");
    if (list.size() > rules_max)
      faults.push_back(
          fmt::format("array is too long: must have at most {} elements but instance has {} elements",
                      rules_max, list.size()));
    else
      for (Json const& one : list) rule(one);
  }

 private:
  bool is(Json const& value, std::string_view type) {
    if (type_of(value) == type) return true;
    faults.push_back(
        fmt::format("instance type ({}) does not match any allowed primitive type (allowed: [\"{}\"])",
                    type_of(value), type));
    return false;
  }

  /// An object with these members; false: what it holds cannot be looked at further.
  bool members(Json const& value, Names required, Names optional) {
    if (!is(value, "object")) return false;
    std::vector<std::string> missing, unknown;
    for (auto const name : required)
      if (!value.contains(name)) missing.emplace_back(name);
    for (auto const& [name, member] : value.items())
      if (std::ranges::find(required, std::string_view(name)) == required.end() &&
          std::ranges::find(optional, std::string_view(name)) == optional.end())
        unknown.push_back(name);
    if (!unknown.empty())
      faults.push_back(fmt::format("object instance has properties which are not allowed by the schema: ({})",
                                   quoted_list(unknown)));
    if (!missing.empty())
      faults.push_back(fmt::format("object has missing required properties ({})", quoted_list(missing)));
    return missing.empty();
  }

  /// An integer from `least` on that fits into 32 bits.
  void number(Json const& value, std::int64_t least) {
    if (!is(value, "integer")) return;
    constexpr std::int64_t most = 2147483647;
    bool const is_huge = value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{most};
    if (is_huge)
      faults.push_back(
          fmt::format("numeric instance is greater than the required maximum (maximum: {}, found: {})", most,
                      value.get<std::uint64_t>()));
    else if (value.get<std::int64_t>() < least)
      faults.push_back(
          fmt::format("numeric instance is lower than the required minimum (minimum: {}, found: {})", least,
                      value.get<std::int64_t>()));
  }

  /// False: it is none of these words.
  bool word(Json const& value, Names words) {
    if (!is(value, "string")) return false;
    auto const& text = value.get_ref<std::string const&>();
    if (std::ranges::find(words, std::string_view(text)) != words.end()) return true;
    faults.push_back(fmt::format("instance value (\"{}\") not found in enum (possible values: {})", text,
                                 quoted_list({words.begin(), words.end()})));
    return false;
  }

  void texts(Json const& value) {
    if (!is(value, "array")) return;
    for (Json const& one : value) is(one, "string");
  }

  void rule(Json const& value) {
    if (!members(value, {"rulePriority", "selection", "action"}, {"description"})) return;
    number(value.at("rulePriority"), 1);
    if (value.contains("description")) is(value.at("description"), "string");
    selection(value.at("selection"));
    action(value.at("action"));
  }

  void selection(Json const& value) {
    if (!members(value, {"tagStatus", "countType", "countNumber"},
                 {"tagPrefixList", "tagPatternList", "countUnit", "storageClass"}))
      return;
    word(value.at("tagStatus"), {"any", "tagged", "untagged"});
    for (char const* const list : {"tagPrefixList", "tagPatternList"})
      if (value.contains(list)) texts(value.at(list));
    number(value.at("countNumber"), 1);
    bool known = word(value.at("countType"), {"imageCountMoreThan", "sinceImagePulled", "sinceImagePushed",
                                              "sinceImageTransitioned"});
    if (value.contains("countUnit")) known &= word(value.at("countUnit"), {"days"});
    if (value.contains("storageClass")) known &= word(value.at("storageClass"), {"archive", "standard"});
    if (known && !fits_count_type(value))
      faults.push_back("instance failed to match exactly one schema (matched 0 out of 4)");
  }

  /// The unit goes with what counts days; only what was archived has a time of transition.
  static bool fits_count_type(Json const& value) {
    auto const& type = value.at("countType").get_ref<std::string const&>();
    bool const counts_images = type == "imageCountMoreThan";
    bool const archived = value.value("storageClass", "standard") == "archive";
    return value.contains("countUnit") != counts_images && archived == (type == "sinceImageTransitioned");
  }

  void action(Json const& value) {
    if (!members(value, {"type"}, {"targetStorageClass"})) return;
    if (!word(value.at("type"), {"expire", "transition"})) return;
    bool const transitions = value.at("type") == "transition";
    bool const has_target = value.contains("targetStorageClass");
    // Also a target that is null beside "expire" (observed).
    if (transitions != has_target)
      faults.push_back("instance failed to match exactly one schema (matched 0 out of 2)");
    else if (has_target)
      word(value.at("targetStorageClass"), {"archive"});
  }
};

}  // namespace

std::vector<std::string> lifecycle_schema_faults(Json const& document) {
  Shape shape;
  shape.document(document);
  return std::move(shape.faults);
}

}  // namespace neargate::registry
