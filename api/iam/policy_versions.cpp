#include "api/iam/arns.h"
#include "api/iam/paging.h"
#include "api/iam/policy_document.h"
#include "api/iam/policy_view.h"
#include "api/wire/timestamp.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/policies.h"

namespace neargate::api::iam {

namespace {

constexpr std::size_t versions_max = 5;

[[noreturn]] void refuse_unknown_version(std::string const& arn, std::string const& id) {
  throw wire::Error(NoSuchEntityException,
                    "Policy " + arn + " version " + id + " does not exist or is not attachable.");
}

domain::PolicyVersion require_version(Call& call, domain::Policy const& policy, std::string const& id) {
  auto const number = version_number(id);
  auto const found = number ? state::find_policy_version(call.db, policy.id, *number) : std::nullopt;
  if (!found) refuse_unknown_version(policy_arn(policy), id);
  return *found;
}

/// Without the document, as lists and CreatePolicyVersion show it.
PolicyVersion version_view(domain::Policy const& policy, domain::PolicyVersion const& version) {
  return {.version_id = version_id(version.number),
          .is_default_version = version.number == policy.default_version,
          .create_date = version.created_at};
}

/// Of AWS's policies neargate knows the version that is the default.
PolicyVersion version_view(ManagedPolicy const& policy) {
  Policy const view = policy_view(policy, {});
  return {.version_id = view.default_version_id, .is_default_version = true, .create_date = view.update_date};
}

}  // namespace

CreatePolicyVersionResponse create_policy_version(Call& call, CreatePolicyVersionRequest const& request) {
  domain::Policy policy = require_own_policy(call, request.policy_arn, "iam:CreatePolicyVersion");
  std::string const document = request.policy_document.value_or("");
  check_managed_document(document);
  if (state::list_policy_versions(call.db, policy.id).size() >= versions_max)
    throw wire::Error(LimitExceededException,
                      "A managed policy can have up to 5 versions. Before you create a new version, you must "
                      "delete an existing version.");
  domain::PolicyVersion const version{.account = policy.account,
                                      .policy = policy.id,
                                      .number = ++policy.last_version,
                                      .document = document,
                                      .created_at = call.clock.now()};
  if (request.set_as_default.value_or(false)) policy.default_version = version.number;
  policy.updated_at = version.created_at;
  state::insert_policy_version(call.db, version);
  state::save_policy(call.db, policy);
  return {.policy_version = version_view(policy, version)};
}

GetPolicyVersionResponse get_policy_version(Call& call, GetPolicyVersionRequest const& request) {
  std::string const arn = require_policy_arn(request.policy_arn);
  std::string const id = request.version_id.value_or("");
  if (auto const* managed = find_managed_policy(arn)) {
    if (managed->version != id) refuse_unknown_version(arn, id);
    if (managed->document.empty())
      throw wire::Error(wire::NotImplementedException,
                        "neargate does not carry the document of " + arn + "; see docs/coverage.md");
    PolicyVersion view = version_view(*managed);
    view.document = percent_encode(managed->document);
    return {.policy_version = view};
  }
  auto const policy = find_own_policy(call, arn);
  if (!policy) refuse_unknown_version(arn, id);
  domain::PolicyVersion const version = require_version(call, *policy, id);
  PolicyVersion view = version_view(*policy, version);
  view.document = percent_encode(version.document);
  return {.policy_version = view};
}

ListPolicyVersionsResponse list_policy_versions(Call& call, ListPolicyVersionsRequest const& request) {
  std::string const arn = require_policy_arn(request.policy_arn);
  if (auto const* managed = find_managed_policy(arn))
    return {.versions = {{version_view(*managed)}}, .is_truncated = false};
  auto const policy = find_own_policy(call, arn);
  if (!policy) refuse_unknown_policy(arn);
  ListPolicyVersionsResponse response{.versions = std::vector<PolicyVersion>{}, .is_truncated = false};
  // Newest first; a policy has five at most, so only a small MaxItems makes pages.
  auto const versions = state::list_policy_versions(call.db, policy->id);
  auto const key_of = [](domain::PolicyVersion const& version) {
    std::string const number = std::to_string(1'000'000'000 - version.number);
    return std::string(10 - number.size(), '0') + number;
  };
  auto const page =
      marked_page("versions " + policy->id, versions, request.max_items, request.marker, key_of);
  for (auto const& version : page.items) response.versions->push_back(version_view(*policy, version));
  response.is_truncated = page.is_truncated;
  response.marker = page.marker;
  return response;
}

SetDefaultPolicyVersionResponse set_default_policy_version(Call& call,
                                                           SetDefaultPolicyVersionRequest const& request) {
  domain::Policy policy = require_own_policy(call, request.policy_arn, "iam:SetDefaultPolicyVersion");
  policy.default_version = require_version(call, policy, request.version_id.value_or("")).number;
  policy.updated_at = call.clock.now();
  state::save_policy(call.db, policy);
  return {};
}

DeletePolicyVersionResponse delete_policy_version(Call& call, DeletePolicyVersionRequest const& request) {
  domain::Policy const policy = require_own_policy(call, request.policy_arn, "iam:DeletePolicyVersion");
  int const number = require_version(call, policy, request.version_id.value_or("")).number;
  if (number == policy.default_version)
    throw wire::Error(DeleteConflictException, "Cannot delete the default version of a policy.");
  state::delete_policy_version(call.db, policy.id, number);
  return {};
}

}  // namespace neargate::api::iam
