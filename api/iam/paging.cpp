#include "api/iam/paging.h"

#include "gen/iam/errors.h"

namespace neargate::api::iam {

std::optional<std::string> key_after(std::string_view list, std::optional<std::string> const& marker) {
  if (!marker) return std::nullopt;
  auto key = read_page_token(list, *marker);
  if (!key) throw wire::Error(ValidationError, "Invalid Marker.");
  return key;
}

}  // namespace neargate::api::iam
