#include "api/ecr/paging.h"

#include <fmt/format.h>

#include "api/ecr/refuse.h"
#include "api/page_token.h"

namespace neargate::api::ecr {

int page_size(wire::Optional<int> const& max_results) { return max_results.value_or(100); }

std::optional<std::string> last_key(std::string_view list, wire::Optional<std::string> const& next_token) {
  if (!next_token) return std::nullopt;
  auto key = read_page_token(list, *next_token);
  if (!key) refuse_parameter("nextToken", "Invalid nextToken provided");
  return key;
}

wire::Optional<std::string> next_token(std::string_view list, bool more, std::string const& key) {
  if (!more) return std::nullopt;
  return print_page_token(list, key);
}

void refuse_paging_beside(std::string_view names, wire::Optional<int> const& max_results,
                          wire::Optional<std::string> const& next_token) {
  // FIXME: AWS's sentence is not known; its documentation says that the two cannot be used together.
  if (max_results) refuse_parameter("maxResults", fmt::format("must be null when {} is specified", names));
  if (next_token) refuse_parameter("nextToken", fmt::format("must be null when {} is specified", names));
}

}  // namespace neargate::api::ecr
