#include "api/iam/owner.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/iam/managed_policies.h"
#include "api/iam/policy_document.h"
#include "api/iam/policy_view.h"
#include "domain/arn.h"
#include "gen/iam/errors.h"
#include "state/owned_policies.h"

namespace neargate::api::iam {

namespace {

constexpr std::size_t attached_policies_max = 10;

[[noreturn]] void refuse_missing_policy(Owner const& owner, std::string const& name) {
  throw wire::Error(NoSuchEntityException,
                    fmt::format("The {} policy with name {} cannot be found.", owner.kind, name));
}

}  // namespace

Owner owner_of(domain::Role const& role) { return {role.id, "role", role.name.text(), 10240}; }
Owner owner_of(domain::User const& user) { return {user.id, "user", user.name, 2048}; }

void put_inline_policy(Call& call, Owner const& owner, std::string const& name, std::string const& document) {
  if (auto const fault = identity_policy_fault(document))
    throw wire::Error(MalformedPolicyDocumentException, *fault);
  state::save_inline_policy(call.db, call.scope.account, owner.id, name, document);
  std::size_t size = 0;
  for (std::string const& policy : state::list_inline_policies(call.db, owner.id))
    size += policy_size(state::find_inline_policy(call.db, owner.id, policy).value_or(""));
  if (size > owner.inline_size_max)
    throw wire::Error(LimitExceededException,
                      fmt::format("Maximum policy size of {} bytes exceeded for {} {}", owner.inline_size_max,
                                  owner.kind, owner.name));
}

std::string require_inline_policy(Call& call, Owner const& owner, std::string const& name) {
  auto document = state::find_inline_policy(call.db, owner.id, name);
  if (!document) refuse_missing_policy(owner, name);
  return *document;
}

void delete_inline_policy(Call& call, Owner const& owner, std::string const& name) {
  if (!state::delete_inline_policy(call.db, owner.id, name)) refuse_missing_policy(owner, name);
}

MarkedPage<std::string> inline_policy_page(Call& call, Owner const& owner,
                                           std::optional<int> const& max_items,
                                           std::optional<std::string> const& marker) {
  std::vector<std::string> names = state::list_inline_policies(call.db, owner.id);
  std::sort(names.begin(), names.end());
  return marked_page("inline " + owner.id, names, max_items, marker,
                     [](std::string const& name) { return name; });
}

void attach(Call& call, Owner const& owner, std::optional<std::string> const& policy) {
  std::string const arn = policy.value_or("");
  if (!is_policy_arn(arn)) throw wire::Error(ValidationError, "ARN " + arn + " is not valid.");
  if (!policy_exists(call, arn))
    throw wire::Error(NoSuchEntityException, "Policy " + arn + " does not exist or is not attachable.");
  if (is_aws_arn(arn) && policy_path(arn).starts_with("/aws-service-role/"))
    throw wire::Error(PolicyNotAttachableException,
                      "Cannot attach a Service Role Policy to a Customer Role.");
  auto const attached = state::list_attached_policies(call.db, owner.id);
  bool const already = std::find(attached.begin(), attached.end(), arn) != attached.end();
  if (!already && attached.size() >= attached_policies_max)
    throw wire::Error(LimitExceededException,
                      fmt::format("Cannot exceed quota for PoliciesPer{}: {}",
                                  owner.kind == "role" ? "Role" : "User", attached_policies_max));
  state::attach_policy(call.db, call.scope.account, owner.id, arn);
}

void detach(Call& call, Owner const& owner, std::optional<std::string> const& policy) {
  std::string const arn = require_policy_arn(policy);
  if (!state::detach_policy(call.db, owner.id, arn)) refuse_unknown_policy(arn);
}

MarkedPage<std::string> attached_policy_page(Call& call, Owner const& owner,
                                             std::optional<std::string> const& path_prefix,
                                             std::optional<int> const& max_items,
                                             std::optional<std::string> const& marker) {
  std::string const prefix = path_prefix.value_or("/");
  std::vector<std::string> arns = state::list_attached_policies(call.db, owner.id);
  std::erase_if(arns, [&](std::string const& arn) { return !policy_path(arn).starts_with(prefix); });
  std::sort(arns.begin(), arns.end());
  return marked_page("attached " + owner.id + prefix, arns, max_items, marker,
                     [](std::string const& arn) { return arn; });
}

void check_boundary(Call& call, std::optional<std::string> const& arn) {
  if (!arn) return;
  if (!is_policy_arn(*arn)) throw wire::Error(InvalidInputException, "ARN " + *arn + " is not valid.");
  if (!policy_exists(call, *arn))
    throw wire::Error(NoSuchEntityException, "Scope ARN: " + *arn + " does not exist or is not attachable.");
}

void check_without_policies(Call& call, Owner const& owner) {
  if (!state::list_inline_policies(call.db, owner.id).empty())
    throw wire::Error(DeleteConflictException, "Cannot delete entity, must delete policies first.");
  if (!state::list_attached_policies(call.db, owner.id).empty())
    throw wire::Error(DeleteConflictException, "Cannot delete entity, must detach all policies first.");
}

}  // namespace neargate::api::iam
