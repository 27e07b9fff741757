#pragma once
// The policies that AWS manages, known by ARN (their documents are not enforced here).

#include <string>
#include <string_view>

namespace neargate::api::iam {

/// arn:aws:iam::aws:policy/NAME of a policy that AWS has.
bool is_managed_policy(std::string_view arn);
/// The last part of a policy's ARN.
std::string policy_name(std::string_view arn);

}  // namespace neargate::api::iam
