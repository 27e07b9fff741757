// PutImageTagMutability and PutImageScanningConfiguration.

#include "api/ecr/repository_view.h"
#include "api/ecr/require.h"
#include "api/ecr/rules/mutability_rules.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

PutImageTagMutabilityResponse put_image_tag_mutability(Call& call,
                                                       PutImageTagMutabilityRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const mutability = request.image_tag_mutability.value();
  auto const filters = require_filters(mutability, request.image_tag_mutability_exclusion_filters);
  state::set_tag_mutability(call.db, repository.id, mutability_of(mutability), filters);
  return {.registry_id = repository.scope.account.text(),
          .repository_name = repository.name.text(),
          .image_tag_mutability = mutability,
          .image_tag_mutability_exclusion_filters = filters_view(filters)};
}

PutImageScanningConfigurationResponse put_image_scanning_configuration(
    Call& call, PutImageScanningConfigurationRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  bool const scan_on_push = request.image_scanning_configuration.value().scan_on_push.value_or(false);
  state::set_scan_on_push(call.db, repository.id, scan_on_push);
  return {.registry_id = repository.scope.account.text(),
          .repository_name = repository.name.text(),
          .image_scanning_configuration = ImageScanningConfiguration{.scan_on_push = scan_on_push}};
}

}  // namespace neargate::api::ecr
