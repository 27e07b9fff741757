#include "api/page_token.h"

#include <fmt/format.h>

#include <cstdint>

#include "api/wire/base64.h"

namespace neargate::api {

namespace {

constexpr char separator = '\x1f';

/// FNV-1a: enough to tell a token that was cut, edited or taken from another list. It guards no secret.
std::uint64_t checksum(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

/// With its length: no list's name can be the beginning of another's name and key.
std::string named(std::string_view list) { return fmt::format("{}:{}", list.size(), list); }

std::string signature(std::string_view text) { return fmt::format("{:016x}", checksum(text)); }

}  // namespace

std::string print_page_token(std::string_view list, std::string_view last_key) {
  std::string const payload = fmt::format("{}{}{}", named(list), separator, last_key);
  return wire::base64_encode(payload + separator + signature(payload));
}

std::optional<std::string> read_page_token(std::string_view list, std::string_view token) {
  auto const text = wire::base64_decode(token);
  if (!text) return std::nullopt;
  auto const end = text->rfind(separator);
  if (end == std::string::npos) return std::nullopt;
  std::string const payload = text->substr(0, end);
  std::string const prefix = named(list) + separator;
  if (text->substr(end + 1) != signature(payload) || !payload.starts_with(prefix)) return std::nullopt;
  std::string key = payload.substr(prefix.size());
  // Base64 has several spellings of the last byte; only ours is a token.
  if (print_page_token(list, key) != token) return std::nullopt;
  return key;
}

}  // namespace neargate::api
