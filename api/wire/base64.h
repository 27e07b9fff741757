#pragma once
// Base64 of RFC 4648 with padding, as blobs travel.

#include <optional>
#include <string>
#include <string_view>

namespace neargate::api::wire {

std::string base64_encode(std::string_view bytes);
/// nullopt: a character outside the alphabet, or a length that no bytes have.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace neargate::api::wire
