// CreateRepositoryCreationTemplate, UpdateRepositoryCreationTemplate, DescribeRepositoryCreationTemplates and
// DeleteRepositoryCreationTemplate. registry/creation.h applies them.

#include "state/creation_templates.h"

#include <fmt/format.h>

#include "api/ecr/lifecycle.h"
#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "api/ecr/repository_view.h"
#include "api/ecr/rules/encryption_rules.h"
#include "api/ecr/rules/mutability_rules.h"
#include "api/ecr/rules/policy_rules.h"
#include "api/ecr/tag_view.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

namespace {

RepositoryCreationTemplate template_view(state::CreationTemplate const& kept) {
  RepositoryCreationTemplate view;
  view.prefix = kept.prefix;
  view.description = kept.description;
  EncryptionConfigurationForRepositoryCreationTemplate encryption{.kms_key = kept.kms_key};
  from_text(kept.encryption_type, encryption.encryption_type.emplace());
  view.encryption_configuration = encryption;
  auto& tags = view.resource_tags.emplace();
  for (auto const& [key, value] : kept.tags) tags.push_back({.key = key, .value = value});
  view.image_tag_mutability = mutability_view(kept.tag_mutability);
  view.image_tag_mutability_exclusion_filters = filters_view(kept.exclusion_filters);
  view.repository_policy = kept.repository_policy;
  view.lifecycle_policy = kept.lifecycle_policy;
  auto& reasons = view.applied_for.emplace();
  for (std::string const& reason : kept.applied_for) from_text(reason, reasons.emplace_back());
  view.custom_role_arn = kept.custom_role_arn;
  view.created_at = kept.created_at;
  view.updated_at = kept.updated_at;
  return view;
}

/// What both requests may say; what is absent stays as it is.
template <class Request>
void take_settings(Call const& call, Request const& request, state::CreationTemplate& kept) {
  if (request.description) kept.description = *request.description;
  if (auto const& asked = request.encryption_configuration) {
    EncryptionConfiguration configuration{.encryption_type = asked->encryption_type};
    if (asked->kms_key && !asked->kms_key->empty()) configuration.kms_key = asked->kms_key;
    Encryption encryption = require_encryption(call.scope, configuration);
    kept.encryption_type = std::move(encryption.type);
    kept.kms_key = std::move(encryption.kms_key);
  }
  if (request.resource_tags) {
    check_tags(*request.resource_tags);
    kept.tags.clear();
    for (Tag const& tag : *request.resource_tags)
      kept.tags.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
  }
  if (request.image_tag_mutability || request.image_tag_mutability_exclusion_filters) {
    auto const mutability = request.image_tag_mutability.value_or(mutability_view(kept.tag_mutability));
    kept.exclusion_filters = require_filters(mutability, request.image_tag_mutability_exclusion_filters);
    kept.tag_mutability = mutability_of(mutability);
  }
  if (request.repository_policy) {
    kept.repository_policy.reset();  // "" takes it away
    if (!request.repository_policy->empty())
      kept.repository_policy = require_policy(*request.repository_policy, PolicyKind::Repository);
  }
  if (request.lifecycle_policy) {
    kept.lifecycle_policy.reset();
    if (!request.lifecycle_policy->empty())
      kept.lifecycle_policy = require_lifecycle_policy(*request.lifecycle_policy).text;
  }
  if (request.applied_for) {
    if (request.applied_for->empty()) refuse_parameter("appliedFor", "must not be empty");
    kept.applied_for.clear();
    for (RCTAppliedFor const reason : *request.applied_for) kept.applied_for.emplace_back(to_text(reason));
  }
  if (request.custom_role_arn) kept.custom_role_arn = *request.custom_role_arn;
}

state::CreationTemplate require_template(Call& call, std::string const& prefix) {
  auto kept = state::find_creation_template(call.db, call.scope, prefix);
  // FIXME: AWS's sentence is not known.
  if (!kept)
    refuse(TemplateNotFoundException,
           fmt::format("The repository creation template with prefix '{}' does not exist in the registry with"
                       " id '{}'",
                       prefix, call.scope.account.text()));
  return *std::move(kept);
}

}  // namespace

CreateRepositoryCreationTemplateResponse create_repository_creation_template(
    Call& call, CreateRepositoryCreationTemplateRequest const& request) {
  state::CreationTemplate kept;
  kept.scope = call.scope;
  kept.prefix = request.prefix.value();
  kept.created_at = kept.updated_at = call.clock.now();
  take_settings(call, request, kept);
  if (state::find_creation_template(call.db, call.scope, kept.prefix))
    refuse(TemplateAlreadyExistsException,
           fmt::format("The repository creation template with prefix '{}' already exists in the registry with"
                       " id '{}'",
                       kept.prefix, call.scope.account.text()));
  state::save_creation_template(call.db, kept);
  return {.registry_id = call.scope.account.text(), .repository_creation_template = template_view(kept)};
}

UpdateRepositoryCreationTemplateResponse update_repository_creation_template(
    Call& call, UpdateRepositoryCreationTemplateRequest const& request) {
  auto kept = require_template(call, request.prefix.value());
  take_settings(call, request, kept);
  kept.updated_at = call.clock.now();
  state::save_creation_template(call.db, kept);
  return {.registry_id = call.scope.account.text(), .repository_creation_template = template_view(kept)};
}

DescribeRepositoryCreationTemplatesResponse describe_repository_creation_templates(
    Call& call, DescribeRepositoryCreationTemplatesRequest const& request) {
  DescribeRepositoryCreationTemplatesResponse response;
  response.registry_id = call.scope.account.text();
  auto& views = response.repository_creation_templates.emplace();
  if (request.prefixes && !request.prefixes->empty()) {
    refuse_paging_beside("prefixes", request.max_results, request.next_token);
    // A prefix without a template is left out, not refused.
    for (std::string const& prefix : *request.prefixes)
      if (auto const kept = state::find_creation_template(call.db, call.scope, prefix))
        views.push_back(template_view(*kept));
    return response;
  }
  std::string const list = "templates/" + call.scope.account.text() + '/' + call.scope.region.text();
  auto const size = static_cast<std::size_t>(page_size(request.max_results));
  auto const last = last_key(list, request.next_token);
  auto const kept =
      state::list_creation_templates(call.db, call.scope, last.value_or(""), static_cast<int>(size) + 1);
  for (auto const& one : kept)
    if (views.size() < size) views.push_back(template_view(one));
  response.next_token =
      next_token(list, kept.size() > size, views.empty() ? std::string() : views.back().prefix.value());
  return response;
}

DeleteRepositoryCreationTemplateResponse delete_repository_creation_template(
    Call& call, DeleteRepositoryCreationTemplateRequest const& request) {
  auto const kept = require_template(call, request.prefix.value());
  state::remove_creation_template(call.db, call.scope, kept.prefix);
  return {.registry_id = call.scope.account.text(), .repository_creation_template = template_view(kept)};
}

}  // namespace neargate::api::ecr
