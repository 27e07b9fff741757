// Lengths of time as people write them: 250ms, 2s, 1m30s.
#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>

#include "docker/script.h"

namespace neargate::docker {
namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr std::array units{Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1000}, Unit{"ms", 1}};
constexpr std::int64_t longest_ms = 24 * 3'600'000;

/// Takes "1.5" off the front; nullopt when there is no number.
std::optional<double> take_number(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() &&
         (std::isdigit(static_cast<unsigned char>(text[length])) || text[length] == '.'))
    ++length;
  double number = 0;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + length, number, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + length) return std::nullopt;
  text.remove_prefix(length);
  return number;
}

std::optional<std::int64_t> take_unit(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && std::isalpha(static_cast<unsigned char>(text[length]))) ++length;
  std::string_view const name = text.substr(0, length);
  for (Unit const& unit : units)
    if (unit.name == name) {
      text.remove_prefix(length);
      return unit.milliseconds;
    }
  return std::nullopt;
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
  if (text == "0") return milliseconds{0};
  if (text.empty()) return std::nullopt;
  double total = 0;
  while (!text.empty()) {
    auto const number = take_number(text);
    auto const unit = number ? take_unit(text) : std::nullopt;
    if (!unit) return std::nullopt;
    total += *number * static_cast<double>(*unit);
    if (total > static_cast<double>(longest_ms)) return std::nullopt;
  }
  return milliseconds{static_cast<std::int64_t>(total + 0.5)};
}

std::string print_duration(milliseconds duration) {
  std::int64_t left = duration.count();
  if (left == 0) return "0s";
  std::string text;
  for (Unit const& unit : units) {
    if (left >= unit.milliseconds) text += fmt::format("{}{}", left / unit.milliseconds, unit.name);
    left %= unit.milliseconds;
  }
  return text;
}

}  // namespace neargate::docker
