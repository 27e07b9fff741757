#pragma once
// Wildcards as AWS has them in filters and policies.

#include <string_view>

namespace neargate::api {

/// `*` stands for any text, `?` for one character; the whole text must fit.
bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace neargate::api
