#pragma once
// Managed policies, AWS's and own, between rows and answers, and the look-ups that throw IAM's errors.

#include <map>

#include "api/call.h"
#include "api/iam/managed_policies.h"
#include "domain/policy.h"
#include "gen/iam/shapes.h"
#include "state/owned_policies.h"

namespace neargate::api::iam {

bool is_policy_arn(std::string const& text);
/// A policy's ARN as text; throws IAM's error for something that is none.
std::string require_policy_arn(std::optional<std::string> const& arn);
/// An own policy by ARN; nullopt for AWS's, another account's or another path's.
std::optional<domain::Policy> find_own_policy(Call& call, std::string const& arn);
bool policy_exists(Call& call, std::string const& arn);
/// An own policy that `action` (iam:DeletePolicy …) may change; throws for AWS's and for unknown ones.
domain::Policy require_own_policy(Call& call, std::optional<std::string> const& arn, std::string_view action);
[[noreturn]] void refuse_unknown_policy(std::string const& arn);

/// By ARN; a policy that nobody uses is not in it.
using PolicyUses = std::map<std::string, state::PolicyUse>;
PolicyUses policy_uses(Call& call);

/// What lists and CreatePolicy show; GetPolicy adds description and tags.
Policy policy_view(domain::Policy const& policy, PolicyUses const& uses);
Policy policy_view(ManagedPolicy const& policy, PolicyUses const& uses);
/// v1 …
std::string version_id(int number);
/// The number again; nullopt for what is no version of ours (v1.prod).
std::optional<int> version_number(std::string const& id);

}  // namespace neargate::api::iam
