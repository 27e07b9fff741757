#include <fmt/format.h>

#include "api/ecr/refuse.h"
#include "api/ecr/repository_view.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "state/images.h"
#include "state/tags.h"

namespace neargate::api::ecr {

DeleteRepositoryResponse delete_repository(Call& call, DeleteRepositoryRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  if (!request.force.value_or(false) && state::has_images(call.db, repository.id))
    refuse(RepositoryNotEmptyException,
           fmt::format(
               "The repository with name '{}' in registry with id '{}' cannot be deleted because it still"
               " contains images",
               repository.name.text(), repository.scope.account.text()));
  state::delete_repository(call.db, repository.id);
  state::remove_all_tags(call.db, repository_arn(repository.scope, repository.name));
  return {.repository = deleted_repository_view(call, repository)};
}

}  // namespace neargate::api::ecr
