#include "api/ecr/image_ids.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

UpdateImageStorageClassResponse update_image_storage_class(Call& call,
                                                           UpdateImageStorageClassRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const image = require_image(call, repository, request.image_id.value());
  bool const archive = request.target_storage_class == TargetStorageClass::Archive;
  if (archive != image.is_archived)
    state::set_archived(call.db, repository.id, image.digest, archive, call.clock.now());
  UpdateImageStorageClassResponse response;
  response.registry_id = repository.scope.account.text();
  response.repository_name = repository.name.text();
  response.image_id =
      ImageIdentifier{.image_digest = image.digest.text(), .image_tag = request.image_id->image_tag};
  // AWS takes minutes to bring an image back (ACTIVATING); here it is there at once.
  response.image_status = archive ? ImageStatus::Archived : ImageStatus::Active;
  return response;
}

}  // namespace neargate::api::ecr
