#pragma once
// The small texts of the Engine API: instants, image references, lines of a stream.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "docker/engine.h"

namespace neargate::docker {

/// RFC 3339 with up to nanoseconds, cut to milliseconds. Go's zero time ("0001-01-01T00:00:00Z": it never
/// happened) and malformed text are nullopt.
std::optional<Time> parse_time(std::string_view text);

/// A reference as /images/create wants it: name, and a tag or digest ("latest" when neither is given).
struct PullReference {
  std::string name, tag;
  bool operator==(PullReference const&) const = default;
};
PullReference split_reference(std::string_view reference);

/// URL-safe base64 with padding, as X-Registry-Auth carries it.
std::string base64_url(std::string_view bytes);

/// Cuts a stream of bytes into lines; empty lines are dropped, a line's end may be \n or \r\n.
class LineCutter final {
 public:
  explicit LineCutter(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  /// Appends and calls `on_line` for each line now complete. False once a line is longer than allowed.
  bool append(std::string_view bytes, auto const& on_line) {
    for (;;) {
      auto const end = bytes.find('\n');
      pending_.append(bytes.substr(0, end));
      if (pending_.size() > line_bytes_max_) return false;
      if (end == std::string_view::npos) return true;
      if (pending_.ends_with('\r')) pending_.pop_back();
      if (!pending_.empty()) on_line(std::string_view(pending_));
      pending_.clear();
      bytes.remove_prefix(end + 1);
    }
  }

 private:
  std::size_t line_bytes_max_;
  std::string pending_;
};

}  // namespace neargate::docker
