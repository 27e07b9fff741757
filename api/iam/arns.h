#pragma once
// ARNs of IAM: no region, and the path is part of the name.

#include <string>
#include <string_view>

#include "domain/instance_profile.h"
#include "domain/policy.h"
#include "domain/role.h"
#include "domain/user.h"

namespace neargate::api::iam {

inline std::string iam_arn(domain::AccountId const& account, std::string_view kind, std::string const& path,
                           std::string const& name) {
  return "arn:aws:iam::" + account.text() + ":" + std::string(kind) + path + name;
}

inline std::string role_arn(domain::Role const& role) {
  return iam_arn(role.account, "role", role.path, role.name.text());
}
inline std::string user_arn(domain::User const& user) {
  return iam_arn(user.account, "user", user.path, user.name);
}
inline std::string policy_arn(domain::Policy const& policy) {
  return iam_arn(policy.account, "policy", policy.path, policy.name);
}
inline std::string profile_arn(domain::InstanceProfile const& profile) {
  return iam_arn(profile.account, "instance-profile", profile.path, profile.name);
}

}  // namespace neargate::api::iam
