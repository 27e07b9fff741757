#include "api/wire/wire.h"

#include <algorithm>
#include <cctype>

namespace neargate::api::wire {

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  auto const lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

void Headers::add(std::string name, std::string value) {
  lines_.emplace_back(std::move(name), std::move(value));
}

std::string const* Headers::find(std::string_view name) const {
  for (auto const& [line, value] : lines_)
    if (equals_ignoring_case(line, name)) return &value;
  return nullptr;
}

}  // namespace neargate::api::wire
