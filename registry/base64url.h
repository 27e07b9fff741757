#pragma once
// Base64 as Basic credentials and URLs carry it: decoding takes both alphabets, with or without padding.

#include <optional>
#include <string>
#include <string_view>

namespace neargate::registry {

std::string base64url(std::string_view bytes);  ///< URL-safe alphabet, no padding
/// nullopt: a character of neither alphabet.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace neargate::registry
