#include "api/ecs/paging.h"

#include <fmt/format.h>

#include "api/ecs/refuse.h"

namespace neargate::api::ecs {

int page_size(std::optional<int> const& max_results, PageLimits limits) {
  int const size = max_results.value_or(limits.usual);
  if (size > limits.most) refuse(invalid(fmt::format("Max results can not be greater than {}", limits.most)));
  // Unset numbers come as 0 from the Go SDK (terraform.md "Traps").
  if (size == 0) return limits.usual;
  if (size < 0) refuse(invalid("Max results can not be lesser than 1"));
  return size;
}

std::optional<std::string> read_token(std::string_view list, std::optional<std::string> const& token) {
  if (!token || token->empty()) return std::nullopt;
  auto key = read_page_token(list, *token);
  if (!key) refuse_token();
  return key;
}

void refuse_token() { refuse(invalid("Invalid token.")); }

}  // namespace neargate::api::ecs
