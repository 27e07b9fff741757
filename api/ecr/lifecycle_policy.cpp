#include <fmt/format.h>

#include "api/ecr/lifecycle.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/registry.h"

namespace neargate::api::ecr {

registry::LifecyclePolicy require_lifecycle_policy(std::string const& text) {
  auto parsed = registry::parse_lifecycle_policy(text);
  if (auto* const policy = std::get_if<registry::LifecyclePolicy>(&parsed)) return std::move(*policy);
  refuse_parameter("LifecyclePolicyText", std::get<registry::LifecyclePolicyInvalid>(parsed).text);
}

state::LifecyclePolicyRow require_stored_policy(Call& call, state::Repository const& repository) {
  auto policy = state::find_lifecycle_policy(call.db, repository.id);
  if (!policy)
    refuse(
        LifecyclePolicyNotFoundException,
        fmt::format("Lifecycle policy does not exist for the repository with name '{}' in the registry with"
                    " id '{}'",
                    repository.name.text(), repository.scope.account.text()));
  return *std::move(policy);
}

void wake_caretaker(Call& call) {
  if (call.registry)
    call.afterwards.emplace_back([registry = call.registry](wire::Value&) { registry->caretaker().wake(); });
}

namespace {

/// 0.0 before the first evaluation (captured answer, ecr.md).
domain::Time told_evaluation(state::LifecyclePolicyRow const& policy) {
  return policy.evaluated_at.value_or(domain::Time{});
}

}  // namespace

PutLifecyclePolicyResponse put_lifecycle_policy(Call& call, PutLifecyclePolicyRequest const& request) {
  auto const policy = require_lifecycle_policy(request.lifecycle_policy_text.value());
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  state::save_lifecycle_policy(call.db, repository.id, policy.text);
  wake_caretaker(call);
  return {.registry_id = repository.scope.account.text(),
          .repository_name = repository.name.text(),
          .lifecycle_policy_text = policy.text};
}

GetLifecyclePolicyResponse get_lifecycle_policy(Call& call, GetLifecyclePolicyRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const policy = require_stored_policy(call, repository);
  return {.registry_id = repository.scope.account.text(),
          .repository_name = repository.name.text(),
          .lifecycle_policy_text = policy.text,
          .last_evaluated_at = told_evaluation(policy)};
}

DeleteLifecyclePolicyResponse delete_lifecycle_policy(Call& call,
                                                      DeleteLifecyclePolicyRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const policy = require_stored_policy(call, repository);
  state::remove_lifecycle_policy(call.db, repository.id);
  return {.registry_id = repository.scope.account.text(),
          .repository_name = repository.name.text(),
          .lifecycle_policy_text = policy.text,
          .last_evaluated_at = told_evaluation(policy)};
}

}  // namespace neargate::api::ecr
