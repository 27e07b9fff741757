#pragma once
// An instance profile: the envelope in which EC2 hands a role to an instance.

#include <optional>
#include <string>

#include "domain/clock.h"
#include "domain/role.h"

namespace neargate::domain {

struct InstanceProfile {
  AccountId account;
  std::string name;
  std::string path = "/";
  std::string id;  ///< AIPA…
  std::optional<RoleName> role;
  Time created_at{};
  bool operator==(InstanceProfile const&) const = default;
};

}  // namespace neargate::domain
