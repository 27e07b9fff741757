// PutSigningConfiguration, GetSigningConfiguration, DeleteSigningConfiguration and
// DescribeImageSigningStatus. The configuration is kept and nothing is signed: AWS Signer holds the keys. An
// image that a rule fits is told to be FAILED, with that reason, so that nobody takes it for signed.

#include <algorithm>

#include "api/ecr/image_ids.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "registry/manifests.h"
#include "state/registry_settings.h"

namespace neargate::api::ecr {

namespace {

SigningConfiguration configuration_view(std::vector<state::SigningRule> const& kept) {
  SigningConfiguration view;
  auto& rules = view.rules.emplace();
  for (state::SigningRule const& rule : kept) {
    auto& one = rules.emplace_back();
    one.signing_profile_arn = rule.profile_arn;
    if (rule.filters.empty()) continue;
    auto& filters = one.repository_filters.emplace();
    for (std::string const& filter : rule.filters)
      filters.push_back({.filter = filter, .filter_type = SigningRepositoryFilterType::WildcardMatch});
  }
  return view;
}

std::vector<state::SigningRule> require_rules(Call& call) {
  auto rules = state::find_signing_rules(call.db, call.scope);
  // FIXME: AWS's sentence is not known.
  if (!rules)
    refuse(
        SigningConfigurationNotFoundException,
        "Signing configuration does not exist in the registry with id '" + call.scope.account.text() + "'");
  return *std::move(rules);
}

bool fits(state::SigningRule const& rule, state::Repository const& repository) {
  return rule.filters.empty() || std::ranges::any_of(rule.filters, [&](std::string const& filter) {
           return registry::matches_wildcard(filter, repository.name.text());
         });
}

}  // namespace

PutSigningConfigurationResponse put_signing_configuration(Call& call,
                                                          PutSigningConfigurationRequest const& request) {
  std::vector<state::SigningRule> rules;
  for (SigningRule const& rule : request.signing_configuration->rules.value()) {
    auto& kept = rules.emplace_back();
    kept.profile_arn = rule.signing_profile_arn.value();
    for (auto const& filter : rule.repository_filters.value_or(std::vector<SigningRepositoryFilter>{}))
      kept.filters.push_back(filter.filter.value());
  }
  state::save_signing_rules(call.db, call.scope, rules);
  return {.signing_configuration = configuration_view(rules)};
}

GetSigningConfigurationResponse get_signing_configuration(Call& call, GetSigningConfigurationRequest const&) {
  return {.registry_id = call.scope.account.text(),
          .signing_configuration = configuration_view(require_rules(call))};
}

DeleteSigningConfigurationResponse delete_signing_configuration(Call& call,
                                                                DeleteSigningConfigurationRequest const&) {
  auto const rules = require_rules(call);
  state::remove_signing_rules(call.db, call.scope);
  return {.registry_id = call.scope.account.text(), .signing_configuration = configuration_view(rules)};
}

DescribeImageSigningStatusResponse describe_image_signing_status(
    Call& call, DescribeImageSigningStatusRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const image = require_image(call, repository, request.image_id.value());
  DescribeImageSigningStatusResponse response;
  response.registry_id = repository.scope.account.text();
  response.repository_name = repository.name.text();
  response.image_id =
      ImageIdentifier{.image_digest = image.digest.text(), .image_tag = request.image_id->image_tag};
  auto& statuses = response.signing_statuses.emplace();
  for (auto const& rule :
       state::find_signing_rules(call.db, repository.scope).value_or(std::vector<state::SigningRule>{}))
    if (fits(rule, repository))
      statuses.push_back({.signing_profile_arn = rule.profile_arn,
                          .failure_code = "SigningNotServed",
                          .failure_reason = "neargate keeps the signing configuration and signs nothing",
                          .status = SigningStatus::Failed});
  return response;
}

}  // namespace neargate::api::ecr
