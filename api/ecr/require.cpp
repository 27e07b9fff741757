#include "api/ecr/require.h"

#include "api/ecr/refuse.h"
#include "domain/arn.h"
#include "gen/ecr/errors.h"
#include "registry/naming.h"
#include "registry/wording.h"

namespace neargate::api::ecr {

namespace {

constexpr std::string_view repository_kind = "repository/";

state::Repository require_repository_in(Call& call, domain::Scope const& scope, std::string const& name) {
  domain::RepositoryName const wanted{name};
  auto repository = state::find_repository(call.db, scope, wanted);
  if (!repository)
    refuse(RepositoryNotFoundException, registry::repository_missing_text(scope.account, wanted));
  return *std::move(repository);
}

}  // namespace

domain::Scope registry_scope(Call const& call, wire::Optional<std::string> const& registry_id) {
  domain::Scope scope = call.scope;
  if (registry_id) scope.account = domain::AccountId{*registry_id};
  return scope;
}

state::Repository require_repository(Call& call, wire::Optional<std::string> const& registry_id,
                                     std::string const& name) {
  return require_repository_in(call, registry_scope(call, registry_id), name);
}

state::Repository require_repository_by_arn(Call& call, std::string const& text) {
  auto const arn = domain::Arn::parse(text);
  if (!arn || arn->service != "ecr" || arn->region != call.scope.region.text() ||
      !registry::is_account(arn->account) || !arn->resource.starts_with(repository_kind))
    refuse_parameter("resourceArn", "Invalid ARN");
  return require_repository_in(call, {domain::AccountId{arn->account}, call.scope.region},
                               arn->resource.substr(repository_kind.size()));
}

std::string repository_arn(domain::Scope const& scope, domain::RepositoryName const& name) {
  return registry::repository_arn(scope, name);
}

}  // namespace neargate::api::ecr
