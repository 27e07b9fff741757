// DELETE, by ECR's rules and by the specification's.

#include <doctest/doctest.h>

#include "http_scene.h"
#include "state/blobs.h"

using namespace neargate;
using namespace neargate::registry;
using scene::Http;

namespace {

std::string pushed(Http& http, char const* tag) {
  http.world.push("config");
  http.world.push("layer");
  std::string const manifest = scene::image_manifest("config", "layer");
  http.send("PUT", http.base + "manifests/" + tag, manifest, {{"Content-Type", scene::docker_manifest}});
  return digest_of(manifest).text();
}

int status_of(Http& http, std::string const& reference) {
  return http.get(http.base + "manifests/" + reference).status;
}

}  // namespace

TEST_CASE("of ECR the last tag takes its image with it") {
  Http http;
  std::string const digest = pushed(http, "one");
  pushed(http, "two");
  CHECK(http.send("DELETE", http.base + "manifests/one").status == 202);
  CHECK(status_of(http, "one") == 404);
  CHECK(status_of(http, digest) == 200);
  CHECK(http.send("DELETE", http.base + "manifests/two").status == 202);
  CHECK(status_of(http, digest) == 404);
}

TEST_CASE("by the specification a tag goes alone, and a digest takes its tags") {
  Http http(Profile::Oci);
  std::string const digest = pushed(http, "one");
  CHECK(http.send("DELETE", http.base + "manifests/one").status == 202);
  CHECK(status_of(http, digest) == 200);
  pushed(http, "two");
  CHECK(http.send("DELETE", http.base + "manifests/" + digest).status == 202);
  CHECK(status_of(http, "two") == 404);
  CHECK(http.error(http.send("DELETE", http.base + "manifests/" + digest)) == "404 MANIFEST_UNKNOWN");
  CHECK(http.error(http.send("DELETE", http.base + "manifests/two")) == "404 MANIFEST_UNKNOWN");
  CHECK(http.error(http.send("DELETE", http.base + "manifests/sha256:x")) == "400 DIGEST_INVALID");
  CHECK(http.error(http.send("DELETE", "/v2/missing/manifests/x")) == "404 NAME_UNKNOWN");
}

TEST_CASE("ECR keeps an image that an index names, the specification lets it go") {
  for (auto const profile : {Profile::Ecr, Profile::Oci}) {
    Http http(profile);
    std::string const digest = pushed(http, "child");
    http.send("PUT", http.base + "manifests/index",
              scene::index_manifest(scene::image_manifest("config", "layer")),
              {{"Content-Type", scene::oci_index}});
    auto const answer = http.send("DELETE", http.base + "manifests/" + digest);
    CHECK(answer.status == (profile == Profile::Ecr ? 405 : 202));
    if (profile == Profile::Ecr)
      CHECK(http.message(answer).starts_with("Requested image referenced by manifest list: [sha256:"));
  }
}

TEST_CASE("a blob is deleted where the specification is followed, out of one repository") {
  Http http(Profile::Oci);
  auto const other = http.world.create("other");
  std::string const digest = http.world.push("shared").text();
  http.world.push("shared", other);
  CHECK(http.send("DELETE", http.base + "blobs/" + digest).status == 202);
  CHECK(http.error(http.get(http.base + "blobs/" + digest)) == "404 BLOB_UNKNOWN");
  CHECK(http.get("/v2/123456789012/eu-west-1/other/blobs/" + digest).status == 200);
  CHECK(http.error(http.send("DELETE", http.base + "blobs/" + digest)) == "404 BLOB_UNKNOWN");
  CHECK(http.error(http.send("DELETE", http.base + "blobs/sha256:x")) == "400 DIGEST_INVALID");
}

TEST_CASE("a blob that was deleted under its image is needed again as soon as it is back") {
  Http http(Profile::Oci);
  pushed(http, "latest");
  std::string const path = http.base + "blobs/" + digest_of("layer").text();
  CHECK(http.send("DELETE", path).status == 202);
  http.world.push("layer");
  http.world.clock.advance(std::chrono::hours{30});
  http.world.registry.sweep();
  CHECK(http.content(http.get(path)) == "layer");
}
