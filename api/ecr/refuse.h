#pragma once
// How ECR says no.

#include <string>
#include <string_view>

#include "api/wire/error.h"

namespace neargate::api::ecr {

[[noreturn]] void refuse(wire::ErrorShape shape, std::string message);
/// InvalidParameterException: Invalid parameter at 'MEMBER' failed to satisfy constraint: 'TEXT'
[[noreturn]] void refuse_parameter(std::string_view member, std::string_view constraint);

}  // namespace neargate::api::ecr
