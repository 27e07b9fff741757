// Availability zones of a region, as a new account sees them.

#include <array>
#include <utility>

#include "state/networks.h"

namespace neargate::state {

namespace {

/// Regions whose number of zones is not three.
constexpr auto zone_letters = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"us-east-1", "abcdef"},
    {"us-west-1", "ab"},
    {"us-west-2", "abcd"},
    {"ap-northeast-1", "acd"},
    {"ap-northeast-2", "abcd"},
    {"ca-central-1", "abd"},
    {"cn-north-1", "abd"},
});

constexpr auto direction_letters = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"northeast", "ne"},
    {"northwest", "nw"},
    {"southeast", "se"},
    {"southwest", "sw"},
    {"north", "n"},
    {"south", "s"},
    {"east", "e"},
    {"west", "w"},
    {"central", "c"},
    {"gov", "g"},
});

}  // namespace

std::vector<std::string> availability_zones(domain::Region const& region) {
  std::string_view letters = "abc";
  for (auto const& [name, own] : zone_letters)
    if (name == region.text()) letters = own;
  std::vector<std::string> zones;
  for (char const letter : letters) zones.push_back(region.text() + letter);
  return zones;
}

std::string availability_zone_id(domain::Region const& region, std::string const& zone) {
  // eu-west-1 -> euw1, ap-northeast-1 -> apne1, us-gov-west-1 -> usgw1
  std::string shortened;
  std::string_view rest = region.text();
  while (!rest.empty()) {
    auto const dash = rest.find('-');
    std::string_view part = rest.substr(0, dash);
    for (auto const& [word, letters] : direction_letters)
      if (part == word) part = letters;
    shortened += part;
    rest = dash == std::string_view::npos ? std::string_view{} : rest.substr(dash + 1);
  }
  auto const zones = availability_zones(region);
  std::size_t number = 1;
  for (std::size_t i = 0; i < zones.size(); ++i)
    if (zones[i] == zone) number = i + 1;
  return shortened + "-az" + std::to_string(number);
}

}  // namespace neargate::state
