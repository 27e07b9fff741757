#include "api/ec2/filters.h"

#include <algorithm>

#include "api/wire/error.h"
#include "gen/ec2/errors.h"

namespace neargate::api::ec2 {

bool matches_any(std::vector<std::string> const& patterns, std::vector<std::string> const& values) {
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string const& pattern) {
    return std::any_of(values.begin(), values.end(),
                       [&](std::string const& value) { return matches_wildcard(pattern, value); });
  });
}

void refuse_filter(std::string const& name) {
  throw wire::Error(InvalidParameterValue, "The filter '" + name + "' is invalid");
}

std::string flag_text(bool flag) { return flag ? "true" : "false"; }

std::optional<std::vector<std::string>> tag_filter_values(state::TagList const& tags,
                                                          std::string const& name) {
  bool const keys = name == "tag-key", values = name == "tag-value";
  if (!keys && !values && !name.starts_with("tag:")) return std::nullopt;
  std::vector<std::string> found;
  for (auto const& [key, value] : tags)
    if (keys)
      found.push_back(key);
    else if (values || name.substr(4) == key)
      found.push_back(value);
  return found;
}

}  // namespace neargate::api::ec2
