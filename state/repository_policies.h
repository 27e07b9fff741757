#pragma once
// Rows of resource policies: of a repository, and of a whole registry. Texts as ECR prints them.

#include <optional>
#include <string>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

std::optional<std::string> find_repository_policy(Database& db, RepositoryId repository);
void save_repository_policy(Database& db, RepositoryId repository, std::string const& text);
void remove_repository_policy(Database& db, RepositoryId repository);

std::optional<std::string> find_registry_policy(Database& db, domain::Scope const& scope);
void save_registry_policy(Database& db, domain::Scope const& scope, std::string const& text);
void remove_registry_policy(Database& db, domain::Scope const& scope);

}  // namespace neargate::state
