#include "api/ecr/image_ids.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

namespace {

/// Nothing: the image may go. An image of an index stays as long as the index does.
std::optional<ImageFailure> kept_by_index(Call& call, state::Repository const& repository,
                                          ImageIdentifier const& id, state::Image const& image) {
  auto const parents = state::list_parents(call.db, repository.id, image.digest);
  if (parents.empty()) return std::nullopt;
  std::string digests;
  for (auto const& parent : parents) digests += (digests.empty() ? "" : ", ") + parent.text();
  return image_failure(id, ImageFailureCode::ImageReferencedByManifestList,
                       "Requested image referenced by manifest list: [" + digests + "]");
}

std::optional<ImageFailure> delete_one(Call& call, state::Repository const& repository,
                                       ImageIdentifier const& id, std::vector<ImageIdentifier>& deleted) {
  auto found = find_image(call, repository, id);
  if (auto* const failure = std::get_if<ImageFailure>(&found)) return std::move(*failure);
  auto const& image = std::get<state::Image>(found);
  auto const tags = state::list_image_tags(call.db, repository.id, image.digest);
  // The last tag takes the image with it.
  bool const whole_image = !id.image_tag || tags.size() == 1;
  if (whole_image)
    if (auto failure = kept_by_index(call, repository, id, image)) return failure;

  if (id.image_tag) {
    state::remove_tag(call.db, repository.id, *id.image_tag);
    deleted.push_back({.image_digest = image.digest.text(), .image_tag = id.image_tag});
  } else if (tags.empty()) {
    deleted.push_back({.image_digest = image.digest.text()});
  } else {
    for (std::string const& tag : tags)
      deleted.push_back({.image_digest = image.digest.text(), .image_tag = tag});
  }
  if (whole_image) state::delete_image(call.db, repository.id, image.digest, call.clock.now());
  return std::nullopt;
}

}  // namespace

BatchDeleteImageResponse batch_delete_image(Call& call, BatchDeleteImageRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  BatchDeleteImageResponse response;
  auto& deleted = response.image_ids.emplace();
  auto& failures = response.failures.emplace();
  std::vector<ImageIdentifier> after_indexes;
  for (ImageIdentifier const& id : request.image_ids.value()) {
    auto failure = delete_one(call, repository, id, deleted);
    if (!failure) continue;
    if (failure->failure_code == ImageFailureCode::ImageReferencedByManifestList)
      after_indexes.push_back(id);  // its index may stand later in this very request
    else
      failures.push_back(*std::move(failure));
  }
  for (ImageIdentifier const& id : after_indexes)
    if (auto failure = delete_one(call, repository, id, deleted)) failures.push_back(*std::move(failure));
  return response;
}

}  // namespace neargate::api::ecr
