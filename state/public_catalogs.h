#pragma once
// ECR Public's repositories are rows like any other, in the region "public"; here is what it tells of one
// besides.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

inline domain::Region const public_region{"public"};

struct PublicCatalog {
  std::optional<std::string> description, about, usage;
  std::vector<std::string> architectures, operating_systems;
  bool operator==(PublicCatalog const&) const = default;
};

PublicCatalog find_public_catalog(Database& db, RepositoryId repository);
void save_public_catalog(Database& db, RepositoryId repository, PublicCatalog const& catalog);
/// Accounts that have public repositories of this name, in order.
std::vector<domain::AccountId> list_public_owners(Database& db, domain::RepositoryName const& name);

}  // namespace neargate::state
