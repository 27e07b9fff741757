#include "api/iam/managed_policies.h"
#include "api/iam/owner.h"
#include "api/iam/policy_document.h"
#include "api/iam/user_view.h"
#include "gen/iam/operations.h"
#include "state/users.h"

namespace neargate::api::iam {

PutUserPolicyResponse put_user_policy(Call& call, PutUserPolicyRequest const& request) {
  put_inline_policy(call, owner_of(require_user(call, request.user_name)), request.policy_name.value_or(""),
                    request.policy_document.value_or(""));
  return {};
}

GetUserPolicyResponse get_user_policy(Call& call, GetUserPolicyRequest const& request) {
  domain::User const user = require_user(call, request.user_name);
  std::string const name = request.policy_name.value_or("");
  return {.user_name = user.name,
          .policy_name = name,
          .policy_document = percent_encode(require_inline_policy(call, owner_of(user), name))};
}

ListUserPoliciesResponse list_user_policies(Call& call, ListUserPoliciesRequest const& request) {
  auto const page = inline_policy_page(call, owner_of(require_user(call, request.user_name)),
                                       request.max_items, request.marker);
  return {.policy_names = page.items, .is_truncated = page.is_truncated, .marker = page.marker};
}

DeleteUserPolicyResponse delete_user_policy(Call& call, DeleteUserPolicyRequest const& request) {
  delete_inline_policy(call, owner_of(require_user(call, request.user_name)),
                       request.policy_name.value_or(""));
  return {};
}

AttachUserPolicyResponse attach_user_policy(Call& call, AttachUserPolicyRequest const& request) {
  attach(call, owner_of(require_user(call, request.user_name)), request.policy_arn);
  return {};
}

DetachUserPolicyResponse detach_user_policy(Call& call, DetachUserPolicyRequest const& request) {
  detach(call, owner_of(require_user(call, request.user_name)), request.policy_arn);
  return {};
}

ListAttachedUserPoliciesResponse list_attached_user_policies(Call& call,
                                                             ListAttachedUserPoliciesRequest const& request) {
  auto const page = attached_policy_page(call, owner_of(require_user(call, request.user_name)),
                                         request.path_prefix, request.max_items, request.marker);
  ListAttachedUserPoliciesResponse response{.attached_policies = std::vector<AttachedPolicy>{},
                                            .is_truncated = page.is_truncated,
                                            .marker = page.marker};
  for (std::string const& arn : page.items)
    response.attached_policies->push_back({.policy_name = policy_name(arn), .policy_arn = arn});
  return response;
}

PutUserPermissionsBoundaryResponse put_user_permissions_boundary(
    Call& call, PutUserPermissionsBoundaryRequest const& request) {
  domain::User user = require_user(call, request.user_name);
  check_boundary(call, request.permissions_boundary);
  user.permissions_boundary = request.permissions_boundary;
  state::save_user(call.db, user);
  return {};
}

DeleteUserPermissionsBoundaryResponse delete_user_permissions_boundary(
    Call& call, DeleteUserPermissionsBoundaryRequest const& request) {
  domain::User user = require_user(call, request.user_name);
  user.permissions_boundary = std::nullopt;
  state::save_user(call.db, user);
  return {};
}

}  // namespace neargate::api::iam
