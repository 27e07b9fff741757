#include <algorithm>

#include "api/ecr/image_ids.h"
#include "api/ecr/image_view.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"
#include "registry/manifest_conversion.h"

namespace neargate::api::ecr {

namespace {

bool takes(BatchGetImageRequest const& request, std::string_view media_type) {
  return !request.accepted_media_types ||
         std::ranges::find(*request.accepted_media_types, media_type) != request.accepted_media_types->end();
}

/// By tag, an image of a type that the caller does not take is converted where that goes; by digest, and
/// where it does not go, it is left out without a failure (ecr.md "Pull-by-tag conversion").
/// FIXME: AWS converts to Docker's schema 1, too; no client that is still in use asks for it.
std::optional<Image> view_for(BatchGetImageRequest const& request, Image view) {
  std::string const type = view.image_manifest_media_type.value();
  if (takes(request, type)) return view;
  auto const other = registry::converted_type(type);
  if (!view.image_id->image_tag || other.empty() || !takes(request, other)) return std::nullopt;
  auto converted = registry::convert_manifest(view.image_manifest.value(), type);
  if (!converted) return std::nullopt;
  view.image_manifest = *std::move(converted);
  view.image_manifest_media_type = std::string(other);
  return view;
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
    if (image.is_archived) {
      // FIXME: the reason's wording is ours.
      failures.push_back(
          image_failure(id, ImageFailureCode::ImageInaccessible, "Requested image is archived"));
      continue;
    }
    if (auto view = view_for(request, image_view(call, repository, image, id.image_tag)))
      images.push_back(*std::move(view));
  }
  return response;
}

}  // namespace neargate::api::ecr
