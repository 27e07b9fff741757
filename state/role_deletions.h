#pragma once
// Rows of deletions of service-linked roles (DeleteServiceLinkedRole), kept to be asked about.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"

namespace neargate::state {

struct RoleDeletion {
  domain::AccountId account;
  std::string id;  ///< task/aws-service-role/SERVICE/ROLE/uuid
  std::string role_arn;
  std::string status;  ///< SUCCEEDED or FAILED
  std::string reason;
  std::string region;              ///< where the role is in use
  std::vector<std::string> usage;  ///< ARNs that are in the way
};

void insert_role_deletion(Database& db, RoleDeletion const& deletion);
std::optional<RoleDeletion> find_role_deletion(Database& db, domain::AccountId const& account,
                                               std::string const& id);

}  // namespace neargate::state
