#pragma once
// Roles that an AWS service owns: made for it (by itself or by CreateServiceLinkedRole), modifiable by AWS
// only.

#include <string>
#include <string_view>

#include "api/call.h"

namespace neargate::api::iam {

/// ECS makes its own role when an account first uses it (ecs.amazonaws.com); nothing when it is there.
void ensure_service_linked_role(Call& call, std::string_view service);

}  // namespace neargate::api::iam
