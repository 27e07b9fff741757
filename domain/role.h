#pragma once
// An IAM role: kept and described, not yet enforced.

#include <optional>
#include <string>

#include "domain/clock.h"
#include "domain/ids.h"

namespace neargate::domain {

using RoleName = Id<struct RoleNameTag>;

struct Role {
  AccountId account;
  RoleName name;
  std::string path = "/";
  std::string id;  ///< AROA…
  std::string trust_policy;
  std::optional<std::string> description;
  int max_session_seconds = 3600;
  std::optional<std::string> permissions_boundary;
  Time created_at{};
  bool operator==(Role const&) const = default;
};

}  // namespace neargate::domain
