// PutRegistryPolicy, GetRegistryPolicy and DeleteRegistryPolicy.

#include <fmt/format.h>

#include "api/call.h"
#include "api/ecr/refuse.h"
#include "api/ecr/rules/policy_rules.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "state/registry_settings.h"
#include "state/repository_policies.h"

namespace neargate::api::ecr {

namespace {

std::string require_text(Call& call) {
  auto text = state::find_registry_policy(call.db, call.scope);
  if (!text)
    refuse(RegistryPolicyNotFoundException,
           fmt::format("Registry policy does not exist in the registry with id '{}'",
                       call.scope.account.text()));
  return *std::move(text);
}

}  // namespace

PutRegistryPolicyResponse put_registry_policy(Call& call, PutRegistryPolicyRequest const& request) {
  auto const version = state::find_registry_setting(call.db, call.scope, state::registry_policy_scope);
  std::string text = require_policy(request.policy_text.value(),
                                    version == "V1" ? PolicyKind::RegistryV1 : PolicyKind::Registry);
  state::save_registry_policy(call.db, call.scope, text);
  return {.registry_id = call.scope.account.text(), .policy_text = std::move(text)};
}

GetRegistryPolicyResponse get_registry_policy(Call& call, GetRegistryPolicyRequest const&) {
  return {.registry_id = call.scope.account.text(), .policy_text = require_text(call)};
}

DeleteRegistryPolicyResponse delete_registry_policy(Call& call, DeleteRegistryPolicyRequest const&) {
  std::string text = require_text(call);
  state::remove_registry_policy(call.db, call.scope);
  return {.registry_id = call.scope.account.text(), .policy_text = std::move(text)};
}

}  // namespace neargate::api::ecr
