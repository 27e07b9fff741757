#include <fmt/format.h>

#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/layer_urls.h"
#include "registry/registry.h"
#include "state/blobs.h"

namespace neargate::api::ecr {

GetDownloadUrlForLayerResponse get_download_url_for_layer(Call& call,
                                                          GetDownloadUrlForLayerRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  domain::Digest const digest{request.layer_digest.value()};
  auto const blob = state::find_blob(call.db, repository.id, digest);
  // FIXME: AWS's sentences are not known; the second is its documentation's.
  if (!blob)
    refuse(
        LayersNotFoundException,
        fmt::format("Layers with digests '[{}]' do not exist in the repository with name '{}' in the registry"
                    " with id '{}'",
                    digest.text(), repository.name.text(), repository.scope.account.text()));
  if (blob->idle_since)
    refuse(
        LayerInaccessibleException,
        "The specified layer is not available because it is not associated with an image. Unassociated image"
        " layers may be cleaned up at any time.");
  registry::LayerPlace const place{repository.scope, repository.name, digest};
  return {.download_url = registry::layer_url(call.registry->secret(), call.settings.registry_host, place,
                                              call.clock.now()),
          .layer_digest = digest.text()};
}

}  // namespace neargate::api::ecr
