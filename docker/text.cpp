#include "docker/text.h"

#include <charconv>
#include <cstdint>

namespace neargate::docker {
namespace {

/// Takes `digits` decimal digits and the separator after them (if any) off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits, std::string_view separators) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc{} || end != text.data() + digits || number < 0) return std::nullopt;
  text.remove_prefix(digits);
  if (!separators.empty()) {
    if (text.empty() || separators.find(text.front()) == std::string_view::npos) return std::nullopt;
    text.remove_prefix(1);
  }
  return number;
}

/// Takes ".123456789" off the front; only milliseconds are kept.
std::chrono::milliseconds take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return {};
  text.remove_prefix(1);
  int value = 0;
  int weight = 100;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    value += (text.front() - '0') * weight;
    weight /= 10;
    text.remove_prefix(1);
  }
  return std::chrono::milliseconds{value};
}

std::optional<std::chrono::minutes> read_offset(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes{0};
  if (text.size() != 6 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  int const sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  auto const hours = take_number(text, 2, ":");
  auto const minutes = take_number(text, 2, "");
  if (!hours || !minutes) return std::nullopt;
  return std::chrono::minutes{sign * (*hours * 60 + *minutes)};
}

}  // namespace

std::optional<Time> parse_time(std::string_view text) {
  using namespace std::chrono;
  auto const year_number = take_number(text, 4, "-");
  auto const month_number = year_number ? take_number(text, 2, "-") : std::nullopt;
  auto const day_number = month_number ? take_number(text, 2, "Tt ") : std::nullopt;
  auto const hour = day_number ? take_number(text, 2, ":") : std::nullopt;
  auto const minute = hour ? take_number(text, 2, ":") : std::nullopt;
  auto const second = minute ? take_number(text, 2, "") : std::nullopt;
  if (!second || *year_number <= 1) return std::nullopt;
  year_month_day const date{year{*year_number}, month{static_cast<unsigned>(*month_number)},
                            day{static_cast<unsigned>(*day_number)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  milliseconds const fraction = take_fraction(text);
  auto const offset = read_offset(text);
  if (!offset) return std::nullopt;
  return sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second} + fraction - *offset;
}

PullReference split_reference(std::string_view reference) {
  std::string_view name = reference;
  std::string_view digest;
  if (auto const at = name.find('@'); at != std::string_view::npos) {
    digest = name.substr(at + 1);
    name = name.substr(0, at);
  }
  // A colon before the last slash belongs to the registry's port.
  auto const slash = name.rfind('/');
  auto const colon = name.find(':', slash == std::string_view::npos ? 0 : slash);
  std::string_view const tag = colon == std::string_view::npos ? "latest" : name.substr(colon + 1);
  name = name.substr(0, colon);
  return {std::string(name), std::string(digest.empty() ? tag : digest)};
}

std::string base64_url(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::size_t const count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8U) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? alphabet[(group >> (18U - 6U * k)) & 63U] : '=';
  }
  return out;
}

}  // namespace neargate::docker
