#pragma once
// Content-Encoding: gzip of requests.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace neargate::api::wire {

enum class Inflated { Good, Malformed, TooLarge };

/// Appends the plain bytes to `out`, at most `limit` of them: a small bomb must not fill the memory.
Inflated inflate_gzip(std::string_view packed, std::size_t limit, std::string& out);

}  // namespace neargate::api::wire
