#include "state/policies.h"
#include "api/iam/arns.h"
#include "api/iam/paging.h"
#include "api/iam/policy_document.h"
#include "api/iam/policy_view.h"
#include "api/iam/tags.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"

namespace neargate::api::iam {

namespace {

bool is_wanted(Policy const& policy, ListPoliciesRequest const& request) {
  bool const boundary = request.policy_usage_filter == PolicyUsageType::PermissionsBoundary;
  int const uses =
      boundary ? policy.permissions_boundary_usage_count.value_or(0) : policy.attachment_count.value_or(0);
  // A usage filter alone shows what is used in that way; without one OnlyAttached asks for attachments.
  bool const only_used = request.only_attached.value_or(false) || request.policy_usage_filter;
  return policy.path->starts_with(request.path_prefix.value_or("/")) && (!only_used || uses > 0);
}

}  // namespace

CreatePolicyResponse create_policy(Call& call, CreatePolicyRequest const& request) {
  std::string const name = request.policy_name.value_or("");
  std::string const document = request.policy_document.value_or("");
  check_managed_document(document);
  state::TagList const tags = tag_list(request.tags);
  if (state::find_policy(call.db, call.scope.account, name))
    throw wire::Error(EntityAlreadyExistsException,
                      "A policy called " + name + " already exists. Duplicate names are not allowed.");
  domain::Time const now = call.clock.now();
  domain::Policy const policy{.account = call.scope.account,
                              .name = name,
                              .path = request.path.value_or("/"),
                              .id = call.mint.iam_id("ANPA"),
                              .description = request.description,
                              .created_at = now,
                              .updated_at = now};
  state::save_policy(call.db, policy);
  state::insert_policy_version(
      call.db, {.account = policy.account, .policy = policy.id, .document = document, .created_at = now});
  state::set_tags(call.db, policy_arn(policy), tags);
  Policy view = policy_view(policy, {});
  if (!tags.empty()) view.tags = tag_view(tags);
  return {.policy = view};
}

GetPolicyResponse get_policy(Call& call, GetPolicyRequest const& request) {
  std::string const arn = require_policy_arn(request.policy_arn);
  PolicyUses const uses = policy_uses(call);
  if (auto const* managed = find_managed_policy(arn)) {
    Policy view = policy_view(*managed, uses);
    view.tags = std::vector<Tag>{};
    return {.policy = view};
  }
  auto const own = find_own_policy(call, arn);
  if (!own) refuse_unknown_policy(arn);
  Policy view = policy_view(*own, uses);
  view.description = own->description;
  view.tags = tag_view(state::list_tags(call.db, policy_arn(*own)));
  return {.policy = view};
}

ListPoliciesResponse list_policies(Call& call, ListPoliciesRequest const& request) {
  PolicyUses const uses = policy_uses(call);
  auto const scope = request.scope.value_or(policyScopeType::All);
  std::vector<Policy> policies;
  if (scope != policyScopeType::Aws)
    for (auto const& own : state::list_policies(call.db, call.scope.account))
      policies.push_back(policy_view(own, uses));
  if (scope != policyScopeType::Local)
    for (auto const& managed : managed_policies()) policies.push_back(policy_view(managed, uses));
  std::erase_if(policies, [&](Policy const& policy) { return !is_wanted(policy, request); });
  auto const key_of = [](Policy const& policy) {
    return policy.policy_name.value() + ' ' + policy.arn.value();
  };
  std::sort(policies.begin(), policies.end(),
            [&](Policy const& a, Policy const& b) { return key_of(a) < key_of(b); });
  std::string const list = "policies " + std::to_string(static_cast<int>(scope)) +
                           (request.only_attached.value_or(false) ? "+" : "-") +
                           request.path_prefix.value_or("/");
  auto page = marked_page(list, policies, request.max_items, request.marker, key_of);
  return {.policies = std::move(page.items), .is_truncated = page.is_truncated, .marker = page.marker};
}

DeletePolicyResponse delete_policy(Call& call, DeletePolicyRequest const& request) {
  domain::Policy const policy = require_own_policy(call, request.policy_arn, "iam:DeletePolicy");
  if (policy_uses(call).contains(policy_arn(policy)))
    throw wire::Error(DeleteConflictException, "Cannot delete a policy attached to entities.");
  if (state::list_policy_versions(call.db, policy.id).size() > 1)
    throw wire::Error(
        DeleteConflictException,
        "This policy has more than one version. Before you delete a policy, you must delete the "
        "policy's versions. The default version is deleted with the policy.");
  state::delete_policy(call.db, policy);
  state::remove_all_tags(call.db, policy_arn(policy));
  return {};
}

TagPolicyResponse tag_policy(Call& call, TagPolicyRequest const& request) {
  add_tags(call, policy_arn(require_own_policy(call, request.policy_arn, "iam:TagPolicy")), "Policy",
           request.tags);
  return {};
}

UntagPolicyResponse untag_policy(Call& call, UntagPolicyRequest const& request) {
  drop_tags(call, policy_arn(require_own_policy(call, request.policy_arn, "iam:UntagPolicy")),
            request.tag_keys);
  return {};
}

ListPolicyTagsResponse list_policy_tags(Call& call, ListPolicyTagsRequest const& request) {
  std::string const arn = require_policy_arn(request.policy_arn);
  if (!policy_exists(call, arn)) refuse_unknown_policy(arn);
  auto const page = tag_page(call, arn, request.max_items, request.marker);
  return {.tags = tag_view(page.items), .is_truncated = page.is_truncated, .marker = page.marker};
}

}  // namespace neargate::api::iam
