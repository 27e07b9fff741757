#pragma once
// Whether a role's trust policy lets a caller assume it.

#include <map>
#include <string>
#include <string_view>

namespace neargate::api::sts {

/// What conditions of a trust policy may ask about; a key that is not here is absent from the request.
using ConditionKeys = std::map<std::string, std::string>;

struct TrustQuestion {
  std::string caller_arn;  ///< arn:aws:iam::A:root, …:user/U or arn:aws:sts::A:assumed-role/R/S
  std::string role_arn;    ///< of the role behind an assumed-role caller, else empty
  std::string account;
  ConditionKeys keys;  ///< lower-case names
};

/// An Allow statement for sts:AssumeRole that names the caller and whose conditions hold, and no such Deny.
bool trusts(std::string_view policy, TrustQuestion const& question);

}  // namespace neargate::api::sts
