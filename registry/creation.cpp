#include "registry/creation.h"

#include <algorithm>
#include <limits>

#include "registry/naming.h"
#include "state/lifecycle_policies.h"
#include "state/repository_policies.h"
#include "state/tags.h"

namespace neargate::registry {

namespace {

constexpr std::string_view root_prefix = "ROOT";

/// AWS: "There is always an assumed / applied to the end of the prefix."
bool fits(std::string_view prefix, std::string_view name) {
  if (prefix.ends_with('/')) prefix.remove_suffix(1);
  return name.size() > prefix.size() && name.starts_with(prefix) && name[prefix.size()] == '/';
}

}  // namespace

std::string_view word_of(CreationReason reason) {
  switch (reason) {
    case CreationReason::Replication:
      return "REPLICATION";
    case CreationReason::PullThroughCache:
      return "PULL_THROUGH_CACHE";
    case CreationReason::CreateOnPush:
      break;
  }
  return "CREATE_ON_PUSH";
}

std::optional<state::CreationTemplate> find_template_for(state::Database& db, domain::Scope const& scope,
                                                         domain::RepositoryName const& name,
                                                         CreationReason reason) {
  std::optional<state::CreationTemplate> best, root;
  for (auto& one : state::list_creation_templates(db, scope, "", std::numeric_limits<int>::max())) {
    if (std::ranges::find(one.applied_for, word_of(reason)) == one.applied_for.end()) continue;
    if (one.prefix == root_prefix)
      root = std::move(one);
    else if (fits(one.prefix, name.text()) && (!best || best->prefix.size() < one.prefix.size()))
      best = std::move(one);
  }
  return best ? best : root;
}

std::optional<state::Repository> apply_template(state::Database& db, domain::Scope const& scope,
                                                domain::RepositoryName const& name, CreationReason reason,
                                                domain::Time now) {
  auto const found = find_template_for(db, scope, name, reason);
  if (!found && reason == CreationReason::CreateOnPush) return std::nullopt;
  state::Repository repository;
  repository.scope = scope;
  repository.name = name;
  repository.created_at = now;
  if (found) {
    repository.tag_mutability = found->tag_mutability;
    repository.exclusion_filters = found->exclusion_filters;
    repository.encryption_type = found->encryption_type;
    repository.kms_key = found->kms_key;
  }
  repository.id = state::insert_repository(db, repository);
  if (!found) return repository;
  state::set_tags(db, repository_arn(scope, name), found->tags);
  if (found->repository_policy) state::save_repository_policy(db, repository.id, *found->repository_policy);
  if (found->lifecycle_policy) state::save_lifecycle_policy(db, repository.id, *found->lifecycle_policy);
  return repository;
}

}  // namespace neargate::registry
