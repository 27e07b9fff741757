#include "api/iam/managed_policies.h"
#include "api/iam/owner.h"
#include "api/iam/policy_document.h"
#include "api/iam/role_view.h"
#include "gen/iam/operations.h"
#include "state/roles.h"

namespace neargate::api::iam {

PutRolePolicyResponse put_role_policy(Call& call, PutRolePolicyRequest const& request) {
  put_inline_policy(call, owner_of(require_modifiable_role(call, request.role_name)),
                    request.policy_name.value_or(""), request.policy_document.value_or(""));
  return {};
}

GetRolePolicyResponse get_role_policy(Call& call, GetRolePolicyRequest const& request) {
  domain::Role const role = require_role(call, request.role_name);
  // The policy's name echoes the spelling asked for (iam-sts-ec2-logs.md).
  std::string const name = request.policy_name.value_or("");
  return {.role_name = role.name.text(),
          .policy_name = name,
          .policy_document = percent_encode(require_inline_policy(call, owner_of(role), name))};
}

ListRolePoliciesResponse list_role_policies(Call& call, ListRolePoliciesRequest const& request) {
  auto const page = inline_policy_page(call, owner_of(require_role(call, request.role_name)),
                                       request.max_items, request.marker);
  return {.policy_names = page.items, .is_truncated = page.is_truncated, .marker = page.marker};
}

DeleteRolePolicyResponse delete_role_policy(Call& call, DeleteRolePolicyRequest const& request) {
  delete_inline_policy(call, owner_of(require_modifiable_role(call, request.role_name)),
                       request.policy_name.value_or(""));
  return {};
}

AttachRolePolicyResponse attach_role_policy(Call& call, AttachRolePolicyRequest const& request) {
  attach(call, owner_of(require_modifiable_role(call, request.role_name)), request.policy_arn);
  return {};
}

DetachRolePolicyResponse detach_role_policy(Call& call, DetachRolePolicyRequest const& request) {
  detach(call, owner_of(require_modifiable_role(call, request.role_name)), request.policy_arn);
  return {};
}

ListAttachedRolePoliciesResponse list_attached_role_policies(Call& call,
                                                             ListAttachedRolePoliciesRequest const& request) {
  auto const page = attached_policy_page(call, owner_of(require_role(call, request.role_name)),
                                         request.path_prefix, request.max_items, request.marker);
  ListAttachedRolePoliciesResponse response{.attached_policies = std::vector<AttachedPolicy>{},
                                            .is_truncated = page.is_truncated,
                                            .marker = page.marker};
  for (std::string const& arn : page.items)
    response.attached_policies->push_back({.policy_name = policy_name(arn), .policy_arn = arn});
  return response;
}

PutRolePermissionsBoundaryResponse put_role_permissions_boundary(
    Call& call, PutRolePermissionsBoundaryRequest const& request) {
  domain::Role role = require_modifiable_role(call, request.role_name);
  check_boundary(call, request.permissions_boundary);
  role.permissions_boundary = request.permissions_boundary;
  state::save_role(call.db, role);
  return {};
}

DeleteRolePermissionsBoundaryResponse delete_role_permissions_boundary(
    Call& call, DeleteRolePermissionsBoundaryRequest const& request) {
  domain::Role role = require_modifiable_role(call, request.role_name);
  role.permissions_boundary = std::nullopt;
  state::save_role(call.db, role);
  return {};
}

}  // namespace neargate::api::iam
