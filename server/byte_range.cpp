#include "server/byte_range.h"

#include <algorithm>
#include <charconv>

namespace neargate::server {

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

RangeAsked parse_range(std::string_view header, std::uint64_t size) {
  static constexpr std::string_view unit = "bytes=";
  if (!header.starts_with(unit)) return WholeBody{};
  header.remove_prefix(unit.size());
  auto const dash = header.find('-');
  if (dash == std::string_view::npos) return WholeBody{};
  std::string_view const from = header.substr(0, dash), to = header.substr(dash + 1);
  if (from.empty()) {
    auto const suffix = number(to);
    if (!suffix) return WholeBody{};
    if (*suffix == 0 || size == 0) return RangeUnsatisfiable{};
    return ByteRange{size - std::min(*suffix, size), size - 1};
  }
  auto const first = number(from);
  auto const last = to.empty() ? std::optional(~std::uint64_t{0}) : number(to);
  if (!first || !last) return WholeBody{};
  if (*last < *first || *first >= size) return RangeUnsatisfiable{};
  return ByteRange{*first, std::min(*last, size - 1)};
}

std::optional<ByteRange> parse_content_range(std::string_view header) {
  auto const dash = header.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  auto const first = number(header.substr(0, dash)), last = number(header.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return ByteRange{*first, *last};
}

}  // namespace neargate::server
