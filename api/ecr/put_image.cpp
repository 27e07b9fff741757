#include <fmt/format.h>

#include "api/ecr/image_view.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "registry/manifests.h"
#include "registry/naming.h"
#include "registry/registry.h"
#include "registry/wording.h"

namespace neargate::api::ecr {

namespace {

/// Answers the stored image; each other outcome has its exception.
struct Answering {
  state::Repository const& repository;
  PutImageRequest const& request;

  state::Image operator()(registry::ImageStored const& stored) const { return stored.image; }
  [[noreturn]] state::Image operator()(registry::ImageUnchanged const& unchanged) const {
    // Also under an immutable tag (captured answer, ecr.md).
    refuse(
        ImageAlreadyExistsException,
        fmt::format("Image with digest '{}' and tag '{}' already exists in the repository with name '{}' in"
                    " registry with id '{}'",
                    unchanged.image.digest.text(), request.image_tag.value_or("null"), repository.name.text(),
                    repository.scope.account.text()));
  }
  [[noreturn]] state::Image operator()(registry::ManifestInvalid const&) const {
    refuse(InvalidParameterException, registry::manifest_invalid_text);
  }
  [[noreturn]] state::Image operator()(registry::DigestMismatch const&) const {
    refuse(ImageDigestDoesNotMatchException,
           registry::digest_mismatch_text(repository.scope, repository.name,
                                          domain::Digest{request.image_digest.value_or("")}));
  }
  [[noreturn]] state::Image operator()(registry::LayersMissing const& layers) const {
    refuse(LayersNotFoundException,
           registry::layers_missing_text(repository.scope, repository.name, layers.digests));
  }
  [[noreturn]] state::Image operator()(registry::ImagesMissing const& images) const {
    refuse(ReferencedImagesNotFoundException,
           registry::images_missing_text(repository.scope, repository.name, images.digests));
  }
  [[noreturn]] state::Image operator()(registry::TagImmutable const&) const {
    refuse(ImageTagAlreadyExistsException,
           registry::tag_immutable_text(repository.name, request.image_tag.value_or("")));
  }
};

}  // namespace

PutImageResponse put_image(Call& call, PutImageRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  if (request.image_tag && !registry::is_tag(*request.image_tag))
    refuse_parameter("imageTag", "must satisfy regular expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}'");
  std::optional<domain::Digest> digest;
  if (request.image_digest) digest = domain::Digest{*request.image_digest};
  auto const outcome = registry::put_image(call.db, repository,
                                           {.bytes = *request.image_manifest,
                                            .media_type = request.image_manifest_media_type.value_or(""),
                                            .digest = digest,
                                            .tag = request.image_tag},
                                           call.clock.now());
  if (call.registry)
    call.afterwards.emplace_back([registry = call.registry](wire::Value&) {
      registry->wake_scanner();
      registry->caretaker().wake();  // replication
    });
  auto const image = std::visit(Answering{repository, request}, outcome);
  return {.image = image_view(call, repository, image, request.image_tag)};
}

}  // namespace neargate::api::ecr
