#pragma once
// A small registry for tests: one store in memory, a clock that is turned by hand, a repository "team/app".

#include <string>

#include "registry/registry.h"
#include "state/repositories.h"

namespace neargate::registry::scene {

inline domain::Scope const scope{domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};

/// The bytes of a text, as pieces of a body come.
inline std::span<std::byte const> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

struct World {
  domain::ManualClock clock{domain::Time{std::chrono::hours{480000}}};
  domain::Mint mint{1};
  state::Store store{":memory:"};
  Registry registry{store, clock, mint, ":memory:"};
  state::Repository repository = create("team/app");

  state::Repository create(char const* name, domain::Scope const& where = scope) {
    state::Repository made;
    made.scope = where;
    made.name = domain::RepositoryName{name};
    made.created_at = clock.now();
    store.transact([&](state::Database& db) { made.id = state::insert_repository(db, made); });
    return made;
  }

  /// Uploads a blob; answers its digest.
  domain::Digest push(std::string const& content, state::Repository const& into) {
    auto const uuid = registry.uploads().start(into.id, Algorithm::Sha256);
    auto writer = registry.uploads().resume(*uuid, into.id);
    std::get<UploadWriter>(writer).append(bytes(content));
    domain::Digest const digest = digest_of(content);
    std::get<UploadWriter>(writer).commit(digest);
    return digest;
  }
  domain::Digest push(std::string const& content) { return push(content, repository); }
};

inline std::string const docker_manifest = "application/vnd.docker.distribution.manifest.v2+json";
inline std::string const oci_manifest = "application/vnd.oci.image.manifest.v1+json";
inline std::string const oci_index = "application/vnd.oci.image.index.v1+json";

inline std::string descriptor(std::string const& type, domain::Digest const& digest, std::size_t size,
                              std::string const& more = {}) {
  return R"({"mediaType":")" + type + R"(","size":)" + std::to_string(size) + R"(,"digest":")" +
         digest.text() + '"' + more + '}';
}

/// A Docker image of one config and one layer, which must have been pushed.
inline std::string image_manifest(std::string const& config, std::string const& layer) {
  return R"({"schemaVersion":2,"mediaType":")" + docker_manifest + R"(","config":)" +
         descriptor("application/vnd.docker.container.image.v1+json", digest_of(config), config.size()) +
         R"(,"layers":[)" +
         descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", digest_of(layer), layer.size()) +
         "]}";
}

inline std::string index_manifest(std::string const& child) {
  return R"({"schemaVersion":2,"mediaType":")" + oci_index + R"(","manifests":[)" +
         descriptor(docker_manifest, digest_of(child), child.size()) + "]}";
}

}  // namespace neargate::registry::scene
