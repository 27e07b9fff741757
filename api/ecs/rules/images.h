#pragma once
// Image strings. They are kept verbatim everywhere; this only looks at them.

#include <string_view>

namespace neargate::api::ecs {

/// ACCOUNT.dkr.ecr.REGION.amazonaws.com/… (FIPS and China names too).
bool is_ecr_image(std::string_view image);
/// …@sha256:<64 hex>
bool is_by_digest(std::string_view image);

}  // namespace neargate::api::ecs
