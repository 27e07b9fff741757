#include "registry/manifests.h"

#include <doctest/doctest.h>

#include "registry/image_names.h"
#include "scene.h"
#include "state/blobs.h"

using namespace neargate;
using namespace neargate::registry;

namespace {

PutOutcome put(scene::World& world, std::string const& manifest, std::optional<std::string> tag = {},
               std::string const& type = {}, std::optional<domain::Digest> digest = {}) {
  return world.store.transact([&](state::Database& db) {
    auto const repository = state::find_repository(db, world.repository.scope, world.repository.name).value();
    return put_image(db, repository, {.bytes = manifest, .media_type = type, .digest = digest, .tag = tag},
                     world.clock.now());
  });
}

/// Pushes the blobs too.
std::string push_image(scene::World& world, std::string const& layer, std::optional<std::string> tag = {}) {
  world.push("config");
  world.push(layer);
  std::string const manifest = scene::image_manifest("config", layer);
  CHECK(std::holds_alternative<ImageStored>(put(world, manifest, tag)));
  return manifest;
}

std::optional<domain::Digest> tagged(scene::World& world, std::string const& tag) {
  return world.store.read(
      [&](state::Database& db) { return state::find_tagged(db, world.repository.id, tag); });
}

void set_mutability(scene::World& world, state::TagMutability mutability,
                    std::vector<std::string> const& filters = {}) {
  world.store.transact(
      [&](state::Database& db) { state::set_tag_mutability(db, world.repository.id, mutability, filters); });
}

}  // namespace

TEST_CASE("a manifest nested by the thousand is none") {
  std::string const config = "c", layer = "l";
  std::string manifest = scene::image_manifest(config, layer);
  manifest.pop_back();
  auto const with = [&](std::size_t depth) {
    return manifest + R"(,"annotations":{"[":")" + std::string(999, '{') + R"(\"[","x":)" +
           std::string(depth, '[') + std::string(depth, ']') + "}}";
  };
  CHECK(parse_manifest(with(20), ""));
  CHECK_FALSE(parse_manifest(with(200000), ""));
}

TEST_CASE("a stored image has the size that AWS counts and the types of its manifest") {
  scene::World world;
  world.push("config");
  world.push("layer");
  auto const stored = std::get<ImageStored>(put(world, scene::image_manifest("config", "layer"), "v1")).image;
  CHECK(stored.size == 11);
  CHECK(stored.media_type == scene::docker_manifest);
  CHECK(stored.config_media_type == "application/vnd.docker.container.image.v1+json");
  CHECK(stored.digest == digest_of(scene::image_manifest("config", "layer")));
  CHECK(tagged(world, "v1") == stored.digest);
}

TEST_CASE("a manifest needs its blobs in this repository") {
  scene::World world;
  auto const other = world.create("other");
  world.push("config", other);
  world.push("layer");
  auto const missing = std::get<LayersMissing>(put(world, scene::image_manifest("config", "layer")));
  CHECK(missing.digests == std::vector{digest_of("config")});
}

TEST_CASE("layers that are fetched elsewhere need not be here and do not count") {
  scene::World world;
  world.push("config");
  std::string const type = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
  std::string const manifest =
      R"({"schemaVersion":2,"config":)" +
      scene::descriptor("application/vnd.oci.image.config.v1+json", digest_of("config"), 6) +
      R"(,"layers":[)" + scene::descriptor(type, digest_of("a"), 100) + ',' +
      scene::descriptor("x/y", digest_of("b"), 100, R"(,"urls":["https://example.com/b"])") + "]}";
  CHECK(std::get<ImageStored>(put(world, manifest, {}, scene::oci_manifest)).image.size == 6);
}

TEST_CASE("an index needs its images and has the size of the largest") {
  scene::World world;
  std::string const child = scene::image_manifest("config", "layer");
  CHECK(std::get<ImagesMissing>(put(world, scene::index_manifest(child))).digests ==
        std::vector{digest_of(child)});
  push_image(world, "layer");
  CHECK(std::get<ImageStored>(put(world, scene::index_manifest(child))).image.size == 11);
}

TEST_CASE("what is no manifest of an accepted type is refused") {
  scene::World world;
  world.push("config");
  std::string const config = scene::descriptor("c/d", digest_of("config"), 6);
  std::string const type = scene::oci_manifest;
  for (std::string const& bad : std::vector<std::string>{
           "", "{", "[]", "{}", "null", "7", R"({"schemaVersion":2})", R"({"schemaVersion":2,"config":{}})",
           R"({"schemaVersion":1,"config":)" + config + R"(,"layers":[]})",
           R"({"schemaVersion":2,"config":)" + config + R"(,"layers":{}})",
           R"({"schemaVersion":2,"config":)" + config + R"(,"layers":[1]})",
           R"({"schemaVersion":2,"config":)" + config + R"(,"layers":[{"digest":"sha256:x","size":1}]})",
           R"({"schemaVersion":2,"config":)" + config + R"(,"layers":[],"subject":{}})",
           R"({"schemaVersion":2,"mediaType":"x/y","config":)" + config + R"(,"layers":[]})",
           R"({"schemaVersion":2,"config":{"digest":")" + digest_of("config").text() +
               R"(","size":99999999999999999},"layers":[]})"})
    CHECK_MESSAGE(std::holds_alternative<ManifestInvalid>(put(world, bad, {}, type)), bad);
  std::string const good = R"({"schemaVersion":2,"config":)" + config + R"(,"layers":[]})";
  CHECK(std::holds_alternative<ManifestInvalid>(put(world, good)));  // no type at all
  CHECK(std::holds_alternative<ImageStored>(put(world, good, {}, type)));
}

TEST_CASE("schema 1 manifests are accepted with the sizes of their blobs") {
  scene::World world;
  world.push("layer");
  std::string const manifest = R"({"schemaVersion":1,"name":"a","tag":"b","fsLayers":[{"blobSum":")" +
                               digest_of("layer").text() + R"("}]})";
  auto const outcome = put(world, manifest, {}, "application/vnd.docker.distribution.manifest.v1+prettyjws");
  CHECK(std::get<ImageStored>(outcome).image.size == 5);
}

TEST_CASE("a tag moves, the same again is no change, and the old image stays") {
  scene::World world;
  std::string const first = push_image(world, "one", "latest"), second = push_image(world, "two", "latest");
  CHECK(tagged(world, "latest") == digest_of(second));
  CHECK(std::holds_alternative<ImageUnchanged>(put(world, second, "latest")));
  CHECK(std::holds_alternative<ImageUnchanged>(put(world, first)));
  CHECK(world.store.read([&](state::Database& db) {
    return state::list_image_tags(db, world.repository.id, digest_of(first)).empty();
  }));
}

TEST_CASE("a digest that was asked for must be the manifest's") {
  scene::World world;
  world.push("config");
  world.push("layer");
  std::string const manifest = scene::image_manifest("config", "layer");
  CHECK(std::holds_alternative<DigestMismatch>(put(world, manifest, {}, {}, digest_of("other"))));
  auto const sha512 = digest_of(manifest, Algorithm::Sha512);
  CHECK(std::get<ImageStored>(put(world, manifest, {}, {}, sha512)).image.digest == sha512);
}

TEST_CASE("immutable tags stay where they are, as far as the filters let them") {
  struct Case {
    state::TagMutability mutability;
    std::vector<std::string> filters;
    bool latest_is_immutable;
  };
  using enum state::TagMutability;
  for (Case const& row :
       {Case{Mutable, {}, false}, Case{Immutable, {}, true},
        Case{ImmutableWithExclusion, {"dev-*", "latest"}, false},
        Case{ImmutableWithExclusion, {"dev-*"}, true}, Case{MutableWithExclusion, {"lat*"}, true},
        Case{MutableWithExclusion, {"prod*"}, false}}) {
    scene::World world;
    std::string const first = push_image(world, "one", "latest");
    set_mutability(world, row.mutability, row.filters);
    world.push("two");
    CHECK(std::holds_alternative<ImageUnchanged>(put(world, first, "latest")));
    CHECK(std::holds_alternative<TagImmutable>(
              put(world, scene::image_manifest("config", "two"), "latest")) == row.latest_is_immutable);
    CHECK(std::holds_alternative<ImageStored>(put(world, scene::image_manifest("config", "two"), "other")));
  }
}

TEST_CASE("a star stands for any run of characters") {
  for (auto const& [pattern, text, matches] :
       std::vector<std::tuple<char const*, char const*, bool>>{{"*", "", true},
                                                               {"*", "abc", true},
                                                               {"a*c", "abc", true},
                                                               {"a*c", "abcd", false},
                                                               {"a*b*c", "axxbyyc", true},
                                                               {"*ab", "aab", true},
                                                               {"ab", "ab", true},
                                                               {"ab", "abc", false},
                                                               {"", "", true},
                                                               {"", "a", false},
                                                               {"a**", "a", true}})
    CHECK_MESSAGE(matches_wildcard(pattern, text) == matches, pattern << " " << text);
}

TEST_CASE("blobs of an image are needed until the last image with them is gone") {
  scene::World world;
  std::string const one = push_image(world, "shared", "one");
  world.push("more");
  std::string const two = R"({"schemaVersion":2,"config":)" +
                          scene::descriptor("c/d", digest_of("config"), 6) + R"(,"layers":[)" +
                          scene::descriptor("l/m", digest_of("shared"), 6) + ',' +
                          scene::descriptor("l/m", digest_of("more"), 4) + "]}";
  CHECK(std::holds_alternative<ImageStored>(put(world, two, "two", scene::oci_manifest)));
  auto const remove = [&](std::string const& manifest) {
    world.store.transact([&](state::Database& db) {
      state::delete_image(db, world.repository.id, digest_of(manifest), world.clock.now());
    });
    world.clock.advance(std::chrono::hours{2});
    world.registry.sweep();
  };
  auto const there = [&](char const* content) {
    return world.registry.blobs().open(digest_of(content)).has_value();
  };
  remove(two);
  CHECK(there("shared"));
  CHECK_FALSE(there("more"));
  remove(one);
  CHECK_FALSE(there("shared"));
  CHECK_FALSE(there("config"));
}

TEST_CASE("a task definition's image is found under every name of ours") {
  scene::World world;
  std::string const manifest = push_image(world, "layer", "latest");
  std::string const digest = digest_of(manifest).text();
  ImageNaming const naming{"127.0.0.1:4566", "127.0.0.1:4566", scene::scope};
  auto const find = [&](std::string const& image) {
    return world.store.read([&](state::Database& db) { return find_local_image(db, naming, image); });
  };
  std::string const local = "127.0.0.1:4566/123456789012/eu-west-1/team/app";
  for (char const* const name :
       {"123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:latest",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app",
        "123456789012.dkr-ecr.eu-west-1.on.aws/team/app",
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/team/app",  // another region
        "127.0.0.1:4566/123456789012/eu-west-1/team/app:latest",
        "localhost:4566/123456789012/eu-west-1/team/app", "127.0.0.1:4566/team/app"}) {
    auto const found = find(name);
    REQUIRE_MESSAGE(found, name);
    CHECK(found->pull_reference == local + ":latest");
    CHECK(found->digest->text() == digest);
    CHECK(found->scope == scene::scope);
    CHECK(found->tag == "latest");
  }
  auto const by_digest = find("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:v9@" + digest);
  CHECK(by_digest->pull_reference == local + "@" + digest);
  auto const untold = find("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:missing");
  CHECK_FALSE(untold->digest);
  for (char const* const foreign :
       {"nginx", "nginx:latest", "team/app", "public.ecr.aws/team/app", "127.0.0.1:5000/team/app",
        "999999999999.dkr.ecr.eu-west-1.amazonaws.com/team/app",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/other",
        "123456789012.dkr.ecr.eu-west-1.localhost/team/app", "", "/", "127.0.0.1:4566/team/app@sha256:x"})
    CHECK_FALSE_MESSAGE(find(foreign), foreign);
}
