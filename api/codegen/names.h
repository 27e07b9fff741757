#pragma once
// AWS's spellings as C++ names: enableECSManagedTags -> enable_ecs_managed_tags, FARGATE_SPOT -> FargateSpot.

#include <string>
#include <string_view>
#include <vector>

namespace neargate::codegen {

/// A member or function: words in snake_case, with a trailing underscore where C++ has the word already.
std::string snake_case(std::string_view name);
/// An enum's values as enumerators, distinct, in the same order.
std::vector<std::string> enumerators(std::vector<std::string> const& values);
/// A string literal, quotes included.
std::string literal(std::string_view text);

}  // namespace neargate::codegen
