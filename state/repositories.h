#pragma once
// Rows of ECR repositories.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/words.h"
#include "state/database.h"

namespace neargate::state {

enum class TagMutability { Mutable, Immutable, MutableWithExclusion, ImmutableWithExclusion };

/// The row's number: names one repository for good, also when another of the same name follows it.
using RepositoryId = std::int64_t;

struct Repository {
  RepositoryId id = 0;
  domain::Scope scope;
  domain::RepositoryName name;
  domain::Time created_at;
  TagMutability tag_mutability = TagMutability::Mutable;
  std::vector<std::string> exclusion_filters;  ///< wildcards of tags that the mutability excludes
  bool scan_on_push = false;
  std::string encryption_type = "AES256";
  std::optional<std::string> kms_key;
  bool operator==(Repository const&) const = default;
};

std::optional<Repository> find_repository(Database& db, domain::Scope const& scope,
                                          domain::RepositoryName const& name);
bool repository_exists(Database& db, RepositoryId id);
/// By name, those after `after`, at most `limit`.
std::vector<Repository> list_repositories(Database& db, domain::Scope const& scope, std::string const& after,
                                          int limit);
/// The account's repositories of this name, whatever their region; by region.
std::vector<Repository> list_repositories_named(Database& db, domain::AccountId const& account,
                                                domain::RepositoryName const& name);
/// Answers its id. The name must be free.
RepositoryId insert_repository(Database& db, Repository const& repository);
void set_tag_mutability(Database& db, RepositoryId id, TagMutability mutability,
                        std::vector<std::string> const& exclusion_filters);
void set_scan_on_push(Database& db, RepositoryId id, bool scan_on_push);
/// With its images and tags; blobs that are left without a repository go with the registry's next sweep.
void delete_repository(Database& db, RepositoryId id);

}  // namespace neargate::state

namespace neargate::domain {
template <>
inline constexpr auto words_of<state::TagMutability> =
    std::to_array<std::pair<state::TagMutability, std::string_view>>(
        {{state::TagMutability::Mutable, "MUTABLE"},
         {state::TagMutability::Immutable, "IMMUTABLE"},
         {state::TagMutability::MutableWithExclusion, "MUTABLE_WITH_EXCLUSION"},
         {state::TagMutability::ImmutableWithExclusion, "IMMUTABLE_WITH_EXCLUSION"}});
}  // namespace neargate::domain
