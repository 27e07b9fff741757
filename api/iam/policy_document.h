#pragma once
// The grammar of policies, as far as IAM refuses a document (iam-sts-ec2-logs.md "MalformedPolicyDocument").

#include <optional>
#include <string>
#include <string_view>

namespace neargate::api::iam {

/// Why a role's trust policy is refused; nullopt when it is good.
std::optional<std::string> trust_policy_fault(std::string_view document);
/// Why an identity policy (inline) is refused.
std::optional<std::string> identity_policy_fault(std::string_view document);

/// Throws for a document that cannot be a managed policy: malformed or larger than 6144 characters.
void check_managed_document(std::string const& document);

/// RFC 3986 percent-encoding, as IAM answers policy documents: %20, %2A, never +.
std::string percent_encode(std::string_view text);

/// Characters that count against the size limits: all but white space.
std::size_t policy_size(std::string_view document);

}  // namespace neargate::api::iam
