#include <fmt/format.h>

#include "api/iam/paging.h"
#include "api/iam/policy_document.h"
#include "api/iam/role_view.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/roles.h"

namespace neargate::api::iam {

namespace {

constexpr std::size_t inline_policies_size_max = 10240;  // of a role, white space aside

[[noreturn]] void refuse_missing_policy(std::string const& name) {
  throw wire::Error(NoSuchEntityException, "The role policy with name " + name + " cannot be found.");
}

}  // namespace

PutRolePolicyResponse put_role_policy(Call& call, PutRolePolicyRequest const& request) {
  domain::Role const role = require_modifiable_role(call, request.role_name);
  std::string const document = request.policy_document.value_or("");
  if (auto const fault = identity_policy_fault(document))
    throw wire::Error(MalformedPolicyDocumentException, *fault);
  std::string const name = request.policy_name.value_or("");
  std::size_t size = policy_size(document);
  for (std::string const& other : state::list_role_policies(call.db, role))
    if (other != name) size += policy_size(state::find_role_policy(call.db, role, other).value_or(""));
  if (size > inline_policies_size_max)
    throw wire::Error(LimitExceededException,
                      fmt::format("Maximum policy size of {} bytes exceeded for role {}",
                                  inline_policies_size_max, role.name.text()));
  state::save_role_policy(call.db, role, name, document);
  return {};
}

GetRolePolicyResponse get_role_policy(Call& call, GetRolePolicyRequest const& request) {
  domain::Role const role = require_role(call, request.role_name);
  std::string const name = request.policy_name.value_or("");
  auto const document = state::find_role_policy(call.db, role, name);
  if (!document) refuse_missing_policy(name);
  // The policy's name echoes the spelling asked for (iam-sts-ec2-logs.md).
  return {.role_name = role.name.text(), .policy_name = name, .policy_document = percent_encode(*document)};
}

ListRolePoliciesResponse list_role_policies(Call& call, ListRolePoliciesRequest const& request) {
  domain::Role const role = require_role(call, request.role_name);
  std::vector<std::string> names = state::list_role_policies(call.db, role);
  std::sort(names.begin(), names.end());
  auto const page = marked_page("inline " + role.id, names, request.max_items, request.marker,
                                [](std::string const& name) { return name; });
  return {.policy_names = page.items, .is_truncated = page.is_truncated, .marker = page.marker};
}

DeleteRolePolicyResponse delete_role_policy(Call& call, DeleteRolePolicyRequest const& request) {
  domain::Role const role = require_modifiable_role(call, request.role_name);
  std::string const name = request.policy_name.value_or("");
  if (!state::delete_role_policy(call.db, role, name)) refuse_missing_policy(name);
  return {};
}

}  // namespace neargate::api::iam
