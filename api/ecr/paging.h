#pragma once
// Pages of ECR's lists: 100 entries unless asked, at most 1000 (the model checks that).

#include <optional>
#include <string>
#include <string_view>

#include "api/wire/optional.h"

namespace neargate::api::ecr {

int page_size(wire::Optional<int> const& max_results);
/// The last key of the page before; nullopt: the first page. A token not made for this list is refused.
std::optional<std::string> last_key(std::string_view list, wire::Optional<std::string> const& next_token);
/// The token of the page after `key`, if there is one.
wire::Optional<std::string> next_token(std::string_view list, bool more, std::string const& key);

/// Paging and naming the entries one by one exclude each other.
void refuse_paging_beside(std::string_view names, wire::Optional<int> const& max_results,
                          wire::Optional<std::string> const& next_token);

}  // namespace neargate::api::ecr
