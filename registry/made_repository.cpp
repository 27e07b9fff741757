#include "registry/made_repository.h"

namespace neargate::registry {

state::Repository make_repository(state::Database& db, domain::Scope const& scope,
                                  domain::RepositoryName const& name, MadeFor, domain::Time now) {
  state::Repository made;
  made.scope = scope;
  made.name = name;
  made.created_at = now;
  made.id = state::insert_repository(db, made);
  return made;
}

}  // namespace neargate::registry
