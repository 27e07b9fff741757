#pragma once
// A world with images: blobs are rows here, since ECR's operations never touch their files.

#include <doctest/doctest.h>

#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/digest.h"
#include "state/blobs.h"
#include "tests/api/world.h"

namespace neargate::api::ecr::testing {

inline std::string const docker_manifest = "application/vnd.docker.distribution.manifest.v2+json";
inline std::string const oci_index = "application/vnd.oci.image.index.v1+json";

inline std::string digest(std::string const& bytes) { return registry::digest_of(bytes).text(); }

/// A Docker image of the config "config" and one layer.
inline std::string image_manifest(std::string const& layer) {
  return R"({"schemaVersion":2,"mediaType":")" + docker_manifest +
         R"(","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":6,"digest":")" +
         digest("config") +
         R"("},"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":)" +
         std::to_string(layer.size()) + R"(,"digest":")" + digest(layer) + R"("}]})";
}

inline std::string index_manifest(std::string const& child) {
  return R"({"schemaVersion":2,"mediaType":")" + oci_index + R"(","manifests":[{"mediaType":")" +
         docker_manifest + R"(","size":1,"digest":")" + digest(child) + R"("}]})";
}

struct World : api::testing::World {
  Repository create(std::string const& name) {
    return (*this)(&create_repository, {.repository_name = name}).repository.value();
  }

  void add_blob(std::string const& repository, std::string const& content) {
    store.transact([&](state::Database& db) {
      auto const found = state::find_repository(db, scope, domain::RepositoryName{repository});
      state::link_blob(db, found->id, registry::digest_of(content), static_cast<std::int64_t>(content.size()),
                       clock.now());
    });
  }

  /// Pushes an image of one layer; answers its digest.
  std::string push(std::string const& repository, std::string const& layer,
                   wire::Optional<std::string> const& tag = {}) {
    add_blob(repository, "config");
    add_blob(repository, layer);
    clock.advance(std::chrono::seconds{1});
    return (*this)(&put_image,
                   {.repository_name = repository, .image_manifest = image_manifest(layer), .image_tag = tag})
        .image->image_id->image_digest.value();
  }
};

}  // namespace neargate::api::ecr::testing
