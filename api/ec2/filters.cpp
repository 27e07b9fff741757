#include "api/ec2/filters.h"

#include <algorithm>

#include "api/wire/error.h"
#include "gen/ec2/errors.h"

namespace neargate::api::ec2 {

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  // Greedy with one backtracking point: linear in practice, quadratic at worst.
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

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

std::optional<std::vector<std::string>> tag_filter_values(std::string const& name) {
  if (name.starts_with("tag:") || name == "tag-key" || name == "tag-value") return std::vector<std::string>{};
  return std::nullopt;
}

}  // namespace neargate::api::ec2
