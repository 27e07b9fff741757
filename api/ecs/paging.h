#pragma once
// Pages of sorted lists (ecs-control-plane.md "Lists and pages"): AWS's limits and refusals over
// api/page_token.h.

#include <optional>
#include <string>
#include <string_view>

#include "api/page_token.h"

namespace neargate::api::ecs {

struct PageLimits {
  int usual = 100;
  int most = 100;
};

/// The size of the page asked for; refuses one over the limit as AWS words it.
int page_size(std::optional<int> const& max_results, PageLimits limits = {});

/// The last key of the page before; a token that we did not make for this list is refused.
std::optional<std::string> read_token(std::string_view list, std::optional<std::string> const& token);
[[noreturn]] void refuse_token();

}  // namespace neargate::api::ecs
