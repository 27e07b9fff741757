#pragma once
// What a registry's policy lets another account do with it (ecr.md "Policies").

#include <string>
#include <string_view>

#include "domain/ids.h"
#include "state/database.h"

namespace neargate::registry {

struct RegistryQuestion {
  domain::Scope registry;             ///< whose policy is asked
  domain::RepositoryName repository;  ///< of that registry
  domain::AccountId account;          ///< who wants to
  std::string action;                 ///< ecr:ReplicateImage …
};

/// A statement allows it and none denies it. Without a policy nothing is allowed.
bool policy_allows(std::string_view policy, RegistryQuestion const& question);
bool registry_allows(state::Database& db, RegistryQuestion const& question);

}  // namespace neargate::registry
