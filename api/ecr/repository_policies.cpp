// SetRepositoryPolicy, GetRepositoryPolicy and DeleteRepositoryPolicy.

#include "state/repository_policies.h"

#include <fmt/format.h>

#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "api/ecr/rules/policy_rules.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"

namespace neargate::api::ecr {

namespace {

std::string require_text(Call& call, state::Repository const& repository) {
  auto text = state::find_repository_policy(call.db, repository.id);
  if (!text)
    refuse(RepositoryPolicyNotFoundException,
           fmt::format("Repository policy does not exist for the repository with name '{}' in the registry"
                       " with id '{}'",
                       repository.name.text(), repository.scope.account.text()));
  return *std::move(text);
}

template <class Response>
Response policy_view(state::Repository const& repository, std::string text) {
  return {.registry_id = repository.scope.account.text(),
          .repository_name = repository.name.text(),
          .policy_text = std::move(text)};
}

}  // namespace

SetRepositoryPolicyResponse set_repository_policy(Call& call, SetRepositoryPolicyRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  std::string text = require_policy(request.policy_text.value(), PolicyKind::Repository);
  // FIXME: AWS's sentence is not known; its documentation tells of force.
  if (!request.force.value_or(false) && locks_out(text, call.scope.account.text(), call.caller_arn))
    refuse_parameter("PolicyText",
                     "The policy would keep the caller from setting a policy on this repository. Set force to"
                     " set it nevertheless");
  state::save_repository_policy(call.db, repository.id, text);
  return policy_view<SetRepositoryPolicyResponse>(repository, std::move(text));
}

GetRepositoryPolicyResponse get_repository_policy(Call& call, GetRepositoryPolicyRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  return policy_view<GetRepositoryPolicyResponse>(repository, require_text(call, repository));
}

DeleteRepositoryPolicyResponse delete_repository_policy(Call& call,
                                                        DeleteRepositoryPolicyRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  std::string text = require_text(call, repository);
  state::remove_repository_policy(call.db, repository.id);
  return policy_view<DeleteRepositoryPolicyResponse>(repository, std::move(text));
}

}  // namespace neargate::api::ecr
