#pragma once
// Range of HTTP (RFC 9110 §14), as far as one range goes.

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace neargate::server {

struct ByteRange {
  std::uint64_t first = 0, last = 0;  ///< inclusive
  bool operator==(ByteRange const&) const = default;
};
/// Asked for, but past the end or backwards: 416.
struct RangeUnsatisfiable {
  bool operator==(RangeUnsatisfiable const&) const = default;
};
/// No range, several, or not understood: the whole is sent.
struct WholeBody {
  bool operator==(WholeBody const&) const = default;
};
using RangeAsked = std::variant<WholeBody, ByteRange, RangeUnsatisfiable>;

/// "bytes=0-99", "bytes=100-", "bytes=-100"
RangeAsked parse_range(std::string_view header, std::uint64_t size);

/// "0-99" of a Content-Range on an upload: neither "bytes" nor a total (distribution spec).
std::optional<ByteRange> parse_content_range(std::string_view header);

}  // namespace neargate::server
