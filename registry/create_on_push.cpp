#include "registry/create_on_push.h"

#include "registry/creation.h"

namespace neargate::registry {

std::optional<state::Repository> repository_for_push(state::Database& db, Profile profile,
                                                     domain::Scope const& scope,
                                                     domain::RepositoryName const& name, domain::Time now) {
  if (auto repository = state::find_repository(db, scope, name)) return repository;
  if (profile == Profile::Ecr) return apply_template(db, scope, name, CreationReason::CreateOnPush, now);
  state::Repository made;
  made.scope = scope;
  made.name = name;
  made.created_at = now;
  made.id = state::insert_repository(db, made);
  return made;
}

}  // namespace neargate::registry
