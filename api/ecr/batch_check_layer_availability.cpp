#include "api/ecr/require.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/digest.h"
#include "state/blobs.h"

namespace neargate::api::ecr {

namespace {

Layer layer_view(Call& call, state::Repository const& repository, domain::Digest const& digest) {
  Layer layer;
  layer.layer_digest = digest.text();
  auto const blob = state::find_blob(call.db, repository.id, digest);
  // An unknown layer is no failure (captured answer, ecr.md).
  layer.layer_availability = blob ? LayerAvailability::Available : LayerAvailability::Unavailable;
  if (blob) {
    layer.layer_size = blob->size;
    layer.media_type = blob->media_type;
  }
  return layer;
}

}  // namespace

BatchCheckLayerAvailabilityResponse batch_check_layer_availability(
    Call& call, BatchCheckLayerAvailabilityRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  BatchCheckLayerAvailabilityResponse response;
  auto& layers = response.layers.emplace();
  auto& failures = response.failures.emplace();
  for (std::string const& text : request.layer_digests.value()) {
    domain::Digest const digest{text};
    if (registry::algorithm_of(digest))
      layers.push_back(layer_view(call, repository, digest));
    else
      failures.push_back({.layer_digest = text,
                          .failure_code = text.empty() ? LayerFailureCode::MissingLayerDigest
                                                       : LayerFailureCode::InvalidLayerDigest,
                          .failure_reason =
                              "Invalid request parameters: layer digest should satisfy the regex"
                              " '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"});
  }
  return response;
}

}  // namespace neargate::api::ecr
