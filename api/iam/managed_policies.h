#pragma once
// The policies that AWS manages: all of them by name, those that ECS users attach with their document
// (api/models/managed_policies.tsv). They are told, not enforced.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::api::iam {

struct ManagedPolicy {
  std::string_view name, path, version, created_at, updated_at;
  std::string_view document;  ///< empty: not carried by neargate

  std::string arn() const;
  std::string id() const;  ///< ANPA…, always the same for a policy
};

/// By name.
std::vector<ManagedPolicy> const& managed_policies();
/// nullptr for an ARN that is none of AWS's.
ManagedPolicy const* find_managed_policy(std::string_view arn);
/// arn:aws:iam::aws:policy/…, whether there is such a policy or not.
bool is_aws_arn(std::string_view arn);

/// The last part of a policy's ARN.
std::string policy_name(std::string_view arn);
/// arn:aws:iam::aws:policy/service-role/X has the path /service-role/.
std::string policy_path(std::string_view arn);

/// The table's lines, embedded at build.
std::span<std::string_view const> managed_policy_lines();

}  // namespace neargate::api::iam
