#include "api/iam/managed_policies.h"
#include "api/iam/paging.h"
#include "api/iam/role_view.h"
#include "domain/arn.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/roles.h"

namespace neargate::api::iam {

namespace {

constexpr std::size_t policies_per_role_max = 10;

/// A policy's ARN as text; throws IAM's error for something that is none (two blanks are AWS's).
std::string require_policy_arn(std::optional<std::string> const& arn) {
  auto const parsed = domain::Arn::parse(arn.value_or(""));
  if (!parsed || parsed->service != "iam" || !parsed->resource.starts_with("policy/"))
    throw wire::Error(ValidationError, "Invalid ARN:  Could not be parsed!");
  return *arn;
}

}  // namespace

AttachRolePolicyResponse attach_role_policy(Call& call, AttachRolePolicyRequest const& request) {
  std::string const arn = require_policy_arn(request.policy_arn);
  domain::Role const role = require_modifiable_role(call, request.role_name);
  if (!is_managed_policy(arn))
    throw wire::Error(NoSuchEntityException, "Policy " + arn + " does not exist or is not attachable.");
  auto const attached = state::list_attached_policies(call.db, role);
  bool const already = std::find(attached.begin(), attached.end(), arn) != attached.end();
  if (!already && attached.size() >= policies_per_role_max)
    throw wire::Error(LimitExceededException, "Cannot exceed quota for PoliciesPerRole: 10");
  state::attach_policy(call.db, role, arn);
  return {};
}

DetachRolePolicyResponse detach_role_policy(Call& call, DetachRolePolicyRequest const& request) {
  std::string const arn = require_policy_arn(request.policy_arn);
  domain::Role const role = require_modifiable_role(call, request.role_name);
  if (!state::detach_policy(call.db, role, arn))
    throw wire::Error(NoSuchEntityException, "Policy " + arn + " was not found.");
  return {};
}

ListAttachedRolePoliciesResponse list_attached_role_policies(Call& call,
                                                             ListAttachedRolePoliciesRequest const& request) {
  domain::Role const role = require_role(call, request.role_name);
  std::string const prefix = request.path_prefix.value_or("/");
  std::vector<std::string> arns = state::list_attached_policies(call.db, role);
  std::erase_if(arns, [&](std::string const& arn) {
    // arn:aws:iam::aws:policy/service-role/X has the path /service-role/
    std::string const path = arn.substr(arn.find(":policy/") + std::string_view(":policy").size());
    return !path.starts_with(prefix);
  });
  std::sort(arns.begin(), arns.end());
  auto const page = marked_page("attached " + role.id + prefix, arns, request.max_items, request.marker,
                                [](std::string const& arn) { return arn; });
  ListAttachedRolePoliciesResponse response{.attached_policies = std::vector<AttachedPolicy>{},
                                            .is_truncated = page.is_truncated,
                                            .marker = page.marker};
  for (std::string const& arn : page.items)
    response.attached_policies->push_back({.policy_name = policy_name(arn), .policy_arn = arn});
  return response;
}

}  // namespace neargate::api::iam
