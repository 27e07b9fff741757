#include "api/iam/policy_view.h"

#include <charconv>

#include "api/iam/arns.h"
#include "api/wire/timestamp.h"
#include "domain/arn.h"
#include "gen/iam/errors.h"
#include "state/policies.h"

namespace neargate::api::iam {

namespace {

domain::Time time_of(std::string_view text) {
  return domain::Time{
      std::chrono::seconds{static_cast<std::int64_t>(wire::parse_timestamp(text).value_or(0))}};
}

void fill_in_counts(Policy& view, PolicyUses const& uses) {
  auto const found = uses.find(view.arn.value_or(""));
  view.attachment_count = found == uses.end() ? 0 : found->second.attachments;
  view.permissions_boundary_usage_count = found == uses.end() ? 0 : found->second.boundaries;
  view.is_attachable = true;
}

}  // namespace

bool is_policy_arn(std::string const& text) {
  auto const parsed = domain::Arn::parse(text);
  return parsed && parsed->service == "iam" && parsed->resource.starts_with("policy/");
}

std::string require_policy_arn(std::optional<std::string> const& arn) {
  if (!is_policy_arn(arn.value_or("")))
    throw wire::Error(ValidationError, "Invalid ARN:  Could not be parsed!");  // two blanks are AWS's
  return *arn;
}

std::optional<domain::Policy> find_own_policy(Call& call, std::string const& arn) {
  auto policy = state::find_policy(call.db, call.scope.account, policy_name(arn));
  if (policy && policy_path(arn) == policy->path &&
      domain::Arn::parse(arn).value_or(domain::Arn{}).account == policy->account.text())
    return policy;
  return std::nullopt;
}

bool policy_exists(Call& call, std::string const& arn) {
  return find_managed_policy(arn) || find_own_policy(call, arn);
}

domain::Policy require_own_policy(Call& call, std::optional<std::string> const& policy,
                                  std::string_view action) {
  std::string const arn = require_policy_arn(policy);
  if (find_managed_policy(arn))
    throw wire::Error(AccessDenied, "User: " + call.caller_arn + " is not authorized to perform: " +
                                        std::string(action) + " on resource: policy " + arn);
  if (auto own = find_own_policy(call, arn)) return *own;
  refuse_unknown_policy(arn);
}

void refuse_unknown_policy(std::string const& arn) {
  throw wire::Error(NoSuchEntityException, "Policy " + arn + " was not found.");
}

PolicyUses policy_uses(Call& call) {
  PolicyUses uses;
  for (auto const& use : state::list_policy_uses(call.db, call.scope.account)) uses[use.arn] = use;
  return uses;
}

Policy policy_view(domain::Policy const& policy, PolicyUses const& uses) {
  Policy view{.policy_name = policy.name,
              .policy_id = policy.id,
              .arn = policy_arn(policy),
              .path = policy.path,
              .default_version_id = version_id(policy.default_version),
              .create_date = policy.created_at,
              .update_date = policy.updated_at};
  fill_in_counts(view, uses);
  return view;
}

Policy policy_view(ManagedPolicy const& policy, PolicyUses const& uses) {
  Policy view{.policy_name = std::string(policy.name),
              .policy_id = policy.id(),
              .arn = policy.arn(),
              .path = std::string(policy.path),
              .default_version_id = std::string(policy.version),
              .create_date = time_of(policy.created_at),
              .update_date = time_of(policy.updated_at)};
  fill_in_counts(view, uses);
  return view;
}

std::string version_id(int number) { return "v" + std::to_string(number); }

std::optional<int> version_number(std::string const& id) {
  int number = 0;
  auto const [end, error] = std::from_chars(id.data() + 1, id.data() + id.size(), number);
  if (!id.starts_with('v') || error != std::errc{} || end != id.data() + id.size()) return std::nullopt;
  return number;
}

}  // namespace neargate::api::iam
