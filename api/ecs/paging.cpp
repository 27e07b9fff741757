#include "api/ecs/paging.h"

#include <fmt/format.h>

#include <cstdint>

#include "api/ecs/refuse.h"
#include "api/wire/base64.h"

namespace neargate::api::ecs {

namespace {

constexpr char separator = '\x1f';

/// FNV-1a: enough to tell a token that was cut, edited or taken from another list. It guards no secret.
std::uint64_t checksum(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ull;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

std::string signature(std::string_view text) { return fmt::format("{:016x}", checksum(text)); }

}  // namespace

int page_size(std::optional<int> const& max_results, PageLimits limits) {
  int const size = max_results.value_or(limits.usual);
  if (size > limits.most) refuse(invalid(fmt::format("Max results can not be greater than {}", limits.most)));
  // Unset numbers come as 0 from the Go SDK (terraform.md "Traps").
  if (size == 0) return limits.usual;
  if (size < 0) refuse(invalid("Max results can not be lesser than 1"));
  return size;
}

std::string print_token(std::string_view list, std::string_view last_key) {
  std::string const payload = fmt::format("{}{}{}", list, separator, last_key);
  return wire::base64_encode(payload + separator + signature(payload));
}

std::optional<std::string> read_token(std::string_view list, std::optional<std::string> const& token) {
  if (!token || token->empty()) return std::nullopt;
  auto const text = wire::base64_decode(*token);
  if (!text) refuse_token();
  auto const end = text->rfind(separator);
  if (end == std::string::npos) refuse_token();
  std::string const payload = text->substr(0, end);
  if (text->substr(end + 1) != signature(payload)) refuse_token();
  std::string const prefix = std::string(list) + separator;
  if (!payload.starts_with(prefix)) refuse_token();
  return payload.substr(prefix.size());
}

void refuse_token() { refuse(invalid("Invalid token.")); }

}  // namespace neargate::api::ecs
