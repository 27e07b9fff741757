#include <algorithm>

#include "api/ecr/image_ids.h"
#include "api/ecr/image_view.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

namespace {

/// By digest, an image of a type that the caller does not take is left out without a failure.
/// FIXME: by tag, AWS converts between Docker schema 2, OCI and schema 1; we answer what was pushed.
bool is_left_out(BatchGetImageRequest const& request, ImageIdentifier const& id, state::Image const& image) {
  if (!request.accepted_media_types || id.image_tag) return false;
  return std::ranges::find(*request.accepted_media_types, image.media_type) ==
         request.accepted_media_types->end();
}

}  // namespace

BatchGetImageResponse batch_get_image(Call& call, BatchGetImageRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  BatchGetImageResponse response;
  auto& images = response.images.emplace();
  auto& failures = response.failures.emplace();
  for (ImageIdentifier const& id : request.image_ids.value()) {
    auto found = find_image(call, repository, id);
    if (auto* const failure = std::get_if<ImageFailure>(&found)) {
      failures.push_back(std::move(*failure));
      continue;
    }
    auto const& image = std::get<state::Image>(found);
    if (!is_left_out(request, id, image)) images.push_back(image_view(call, repository, image, id.image_tag));
  }
  return response;
}

}  // namespace neargate::api::ecr
