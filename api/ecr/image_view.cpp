#include "api/ecr/image_view.h"

namespace neargate::api::ecr {

Image image_view(Call& call, state::Repository const& repository, state::Image const& image,
                 wire::Optional<std::string> const& tag) {
  Image view;
  view.registry_id = repository.scope.account.text();
  view.repository_name = repository.name.text();
  view.image_id = ImageIdentifier{.image_digest = image.digest.text(), .image_tag = tag};
  view.image_manifest = state::read_manifest(call.db, repository.id, image.digest);
  view.image_manifest_media_type = image.media_type;
  return view;
}

}  // namespace neargate::api::ecr
