#pragma once
// Rows of pull-through cache rules, and when tags of cached repositories were last compared with upstream.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

struct PullThroughRule {
  domain::Scope scope;
  std::string prefix;  ///< of repositories here; ROOT: every name
  std::string upstream_url, upstream_registry;
  std::string upstream_prefix;  ///< of repositories there; ROOT: none
  std::optional<std::string> credential_arn, custom_role_arn;
  domain::Time created_at, updated_at;
  bool operator==(PullThroughRule const&) const = default;
};

std::optional<PullThroughRule> find_pull_through_rule(Database& db, domain::Scope const& scope,
                                                      std::string const& prefix);
int count_pull_through_rules(Database& db, domain::Scope const& scope);
/// By prefix, those after `after`, at most `limit`.
std::vector<PullThroughRule> list_pull_through_rules(Database& db, domain::Scope const& scope,
                                                     std::string const& after, int limit);
void save_pull_through_rule(Database& db, PullThroughRule const& rule);
void remove_pull_through_rule(Database& db, domain::Scope const& scope, std::string const& prefix);

std::optional<domain::Time> find_upstream_check(Database& db, RepositoryId repository,
                                                std::string const& tag);
void note_upstream_check(Database& db, RepositoryId repository, std::string const& tag, domain::Time now);

}  // namespace neargate::state
