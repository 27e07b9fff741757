#include <fmt/format.h>

#include "api/ecr/refuse.h"
#include "api/ecr/repository_view.h"
#include "api/ecr/require.h"
#include "api/ecr/rules/encryption_rules.h"
#include "api/ecr/rules/mutability_rules.h"
#include "api/ecr/tag_view.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

CreateRepositoryResponse create_repository(Call& call, CreateRepositoryRequest const& request) {
  auto const mutability = request.image_tag_mutability.value_or(ImageTagMutability::Mutable);
  state::Repository repository;
  repository.scope = registry_scope(call, request.registry_id);
  repository.name = domain::RepositoryName{request.repository_name.value()};
  repository.created_at = call.clock.now();
  repository.tag_mutability = mutability_of(mutability);
  repository.exclusion_filters = require_filters(mutability, request.image_tag_mutability_exclusion_filters);
  if (request.image_scanning_configuration)
    repository.scan_on_push = request.image_scanning_configuration->scan_on_push.value_or(false);
  Encryption encryption = require_encryption(repository.scope, request.encryption_configuration);
  repository.encryption_type = std::move(encryption.type);
  repository.kms_key = std::move(encryption.kms_key);

  if (state::find_repository(call.db, repository.scope, repository.name))
    refuse(RepositoryAlreadyExistsException,
           fmt::format("The repository with name '{}' already exists in the registry with id '{}'",
                       repository.name.text(), repository.scope.account.text()));
  repository.id = state::insert_repository(call.db, repository);
  if (request.tags) add_tags(call, repository_arn(repository.scope, repository.name), *request.tags);
  return {.repository = repository_view(call, repository)};
}

}  // namespace neargate::api::ecr
