#pragma once
// Lifecycle policies as requests name them.

#include <string>

#include "api/call.h"
#include "registry/lifecycle_policy.h"
#include "state/lifecycle_policies.h"
#include "state/repositories.h"

namespace neargate::api::ecr {

registry::LifecyclePolicy require_lifecycle_policy(std::string const& text);
state::LifecyclePolicyRow require_stored_policy(Call& call, state::Repository const& repository);
/// There is work for the registry's caretaker, once this call's rows are there.
void wake_caretaker(Call& call);

}  // namespace neargate::api::ecr
