#pragma once
// Resource policies of ECR: their grammar, and the text under which they are kept (ecr.md "Policies").

#include <string>
#include <string_view>

namespace neargate::api::ecr {

enum class PolicyKind {
  Repository,
  Registry,    ///< REGISTRY_POLICY_SCOPE V2: every action of ECR
  RegistryV1,  ///< only replication, import and creation
};

/// The policy as ECR prints it: IAM's layout, one-element lists as their element, accounts as root ARNs.
/// Refuses what is no resource policy.
std::string require_policy(std::string const& text, PolicyKind kind);

/// Would the policy keep this caller from setting another? (SetRepositoryPolicy "force")
bool locks_out(std::string const& policy, std::string const& account, std::string const& caller_arn);

}  // namespace neargate::api::ecr
