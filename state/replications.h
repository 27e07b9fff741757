#pragma once
// Rows of replication: an account's rules in a region, and what became of each image at each destination.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

struct ReplicationRule {
  std::vector<domain::Scope> destinations;
  std::vector<std::string> prefixes;  ///< of repository names; none: every one
  bool operator==(ReplicationRule const&) const = default;
};
std::vector<ReplicationRule> find_replication_rules(Database& db, domain::Scope const& scope);
void save_replication_rules(Database& db, domain::Scope const& scope,
                            std::vector<ReplicationRule> const& rules);

struct ImageReplication {
  std::int64_t number = 0;
  domain::Scope source;
  domain::RepositoryName repository;
  domain::Digest digest;
  domain::Scope target;
  std::vector<std::string> tags;  ///< still to be set there
  std::string status;             ///< IN_PROGRESS, COMPLETE, FAILED
  std::optional<std::string> failure;
};
/// An image is to go there, with this tag if it has one; what failed or is done begins again.
void order_replication(Database& db, RepositoryId repository, domain::Digest const& digest,
                       domain::Scope const& target, std::optional<std::string> const& tag);
/// The oldest that is IN_PROGRESS.
std::optional<ImageReplication> next_replication(Database& db);
/// By region and account of the destination.
std::vector<ImageReplication> list_replications(Database& db, RepositoryId repository,
                                                domain::Digest const& digest);
/// COMPLETE, or FAILED for a reason.
void finish_replication(Database& db, std::int64_t number, std::optional<std::string> const& failure);

}  // namespace neargate::state
