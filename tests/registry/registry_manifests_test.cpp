#include <doctest/doctest.h>

#include "http_scene.h"
#include "registry/manifests.h"
#include "state/images.h"

using namespace neargate;
using namespace neargate::registry;
using scene::Http;

namespace {

/// Pushes the blobs of an image; answers its manifest.
std::string prepared(Http& http, std::string const& layer = "layer") {
  http.world.push("config");
  http.world.push(layer);
  return scene::image_manifest("config", layer);
}

server::RegistryAnswer put(Http& http, std::string const& reference, std::string const& manifest,
                           std::string const& type = scene::docker_manifest) {
  return http.send("PUT", http.base + "manifests/" + reference, manifest, {{"Content-Type", type}});
}

}  // namespace

TEST_CASE("a manifest comes back byte by byte, by tag and by digest, with GET and HEAD") {
  Http http;
  std::string const manifest = prepared(http), digest = digest_of(manifest).text();
  auto const stored = put(http, "latest", manifest, scene::docker_manifest + "; charset=utf-8");
  CHECK(stored.status == 201);
  CHECK(stored.header("Docker-Content-Digest") == digest);
  CHECK(stored.header("Content-Length") == "0");
  CHECK(stored.header("Location") == http.base + "manifests/" + digest);
  for (std::string const& reference : {std::string("latest"), digest, http.escaped(digest)}) {
    auto const got = http.get(http.base + "manifests/" + reference);
    CHECK(got.status == 200);
    CHECK(got.body == manifest);
    CHECK(got.header("Content-Type") == scene::docker_manifest);
    CHECK(got.header("Docker-Content-Digest") == digest);
    auto const head = http.send("HEAD", http.base + "manifests/" + reference);
    CHECK(head.body.empty());
    CHECK(head.header("Content-Length") == std::to_string(manifest.size()));
    CHECK(head.header("Content-Type") == scene::docker_manifest);
  }
}

TEST_CASE("an unknown manifest is told in ECR's words") {
  Http http;
  for (std::string const& reference :
       {std::string("latest"), digest_of("x").text(), std::string("sha256:x")}) {
    auto const answer = http.get(http.base + "manifests/" + reference);
    CHECK(http.error(answer) == "404 MANIFEST_UNKNOWN");
    CHECK(http.message(answer) == "Requested image not found");
  }
  auto const head = http.send("HEAD", http.base + "manifests/latest");
  CHECK(head.status == 404);
  CHECK(head.body.empty());
}

TEST_CASE("a manifest that is refused says why as ECR does") {
  Http http;
  std::string const manifest = prepared(http);
  CHECK(http.error(put(http, "latest", "{")) == "405 UNSUPPORTED");
  CHECK(http.message(put(http, "latest", "{}", "")) ==
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'");
  CHECK(http.error(put(http, "latest", manifest, scene::oci_manifest)) == "405 UNSUPPORTED");
  CHECK(http.error(put(http, digest_of("x").text(), manifest)) == "400 DIGEST_INVALID");
  CHECK(http.error(put(http, "sha256:x", manifest)) == "400 DIGEST_INVALID");
  CHECK(http.error(put(http, "-tag", manifest)) == "400 TAG_INVALID");
  auto const missing = put(http, "latest", scene::image_manifest("config", "unknown"));
  CHECK(http.error(missing) == "400 MANIFEST_BLOB_UNKNOWN");
  CHECK(http.message(missing) ==
        "Layers with digests '[" + digest_of("unknown").text() +
            "]' required for pushing image into repository with name 'team/app' in the registry with id"
            " '123456789012' do not exist");
  CHECK(http.error(put(http, "latest", scene::index_manifest("unknown"), scene::oci_index)) ==
        "400 MANIFEST_BLOB_UNKNOWN");
  CHECK(http.error(http.get(http.base + "manifests/latest")) == "404 MANIFEST_UNKNOWN");
}

TEST_CASE("a manifest over 4 MiB is refused, told ahead or found out") {
  Http http;
  std::string const large(manifest_bytes_max + 1, ' ');
  CHECK(put(http, "latest", large).status == 413);
  auto reply = http.open("PUT", http.base + "manifests/latest", {{"Content-Type", scene::docker_manifest}});
  auto& sink = *std::get<std::unique_ptr<server::UploadSink>>(reply);
  CHECK_FALSE(sink.write(scene::bytes(large)));
  CHECK(sink.finish().status == 413);
}

TEST_CASE("an immutable tag is refused for another image and accepted for its own") {
  Http http;
  std::string const first = prepared(http), second = prepared(http, "second");
  put(http, "v1", first);
  http.world.store.transact([&](state::Database& db) {
    state::set_tag_mutability(db, http.world.repository.id, state::TagMutability::Immutable, {});
  });
  auto const refused = put(http, "v1", second);
  CHECK(http.error(refused) == "400 TAG_INVALID");
  CHECK(http.message(refused) ==
        "The image tag 'v1' already exists in the 'team/app' repository and cannot be overwritten because the"
        " tag is immutable.");
  CHECK(put(http, "v1", first).status == 201);
  CHECK(put(http, digest_of(second).text(), second).status == 201);
}

TEST_CASE("a manifest put by digest takes the tags of its query, all or none") {
  Http http;
  std::string const manifest = prepared(http), digest = digest_of(manifest).text();
  auto const stored = put(http, digest + "?tag=a&tag=b", manifest);
  CHECK(stored.status == 201);
  CHECK(stored.header("OCI-Tag") == "a");
  CHECK(http.get(http.base + "manifests/b").status == 200);
  http.world.store.transact([&](state::Database& db) {
    state::set_tag_mutability(db, http.world.repository.id, state::TagMutability::Immutable, {});
  });
  std::string const second = prepared(http, "second");
  CHECK(http.error(put(http, digest_of(second).text() + "?tag=c&tag=a", second)) == "400 TAG_INVALID");
  CHECK(http.get(http.base + "manifests/c").status == 404);
  CHECK(http.get(http.base + "manifests/" + digest_of(second).text()).status == 404);
}

TEST_CASE("a repository that is deleted while its manifest comes refuses it") {
  Http http;
  std::string const manifest = prepared(http);
  auto reply = http.open("PUT", http.base + "manifests/latest", {{"Content-Type", scene::docker_manifest}});
  auto& sink = *std::get<std::unique_ptr<server::UploadSink>>(reply);
  sink.write(scene::bytes(manifest));
  http.world.store.transact(
      [&](state::Database& db) { state::delete_repository(db, http.world.repository.id); });
  http.world.create("team/app");
  CHECK(http.error(sink.finish()) == "404 NAME_UNKNOWN");
}

TEST_CASE("a pull is noted, at most once an hour") {
  Http http;
  std::string const manifest = prepared(http);
  put(http, "latest", manifest);
  auto const last_pulled = [&] {
    return http.world.store.read([&](state::Database& db) {
      return state::find_image(db, http.world.repository.id, digest_of(manifest))->last_pulled_at;
    });
  };
  http.send("HEAD", http.base + "manifests/latest");
  CHECK_FALSE(last_pulled());
  auto const first = http.world.clock.now();
  http.get(http.base + "manifests/latest");
  http.world.clock.advance(std::chrono::minutes{30});
  http.get(http.base + "manifests/latest");
  CHECK(last_pulled() == first);
  http.world.clock.advance(std::chrono::hours{1});
  http.get(http.base + "manifests/latest");
  CHECK(last_pulled() == http.world.clock.now());
}

TEST_CASE("tags are listed in order of tagging, and by name in pages") {
  Http http;
  std::string const manifest = prepared(http);
  CHECK(http.get(http.base + "tags/list").body == R"({"name":"123456789012/eu-west-1/team/app","tags":[]})");
  for (char const* const tag : {"original", "http-tag", "a"}) put(http, tag, manifest);
  auto const all = http.get("/v2/team/app/tags/list");
  CHECK(all.header("Content-Type") == "text/plain; charset=utf-8");
  CHECK(all.body == R"({"name":"team/app","tags":["original","http-tag","a"]})");

  auto const first = http.get(http.base + "tags/list?n=2");
  CHECK(http.json(first)["tags"] == nlohmann::json{"a", "http-tag"});
  CHECK(first.header("Link") == "<" + http.base + "tags/list?n=2&last=http-tag>; rel=\"next\"");
  auto const second = http.get(http.base + "tags/list?n=2&last=http-tag");
  CHECK(http.json(second)["tags"] == nlohmann::json{"original"});
  CHECK(second.header("Link").empty());
  auto const none = http.get(http.base + "tags/list?n=0");
  CHECK(http.json(none)["tags"].empty());
  CHECK(none.header("Link").empty());
  CHECK(http.error(http.get(http.base + "tags/list?n=x")) == "400 UNSUPPORTED");
  CHECK(http.error(http.get(http.base + "tags/list?n=1001")) == "405 UNSUPPORTED");
}

TEST_CASE("the catalog lists names that this client can pull") {
  Http http;
  http.world.create("another");
  CHECK(http.json(http.get("/v2/_catalog"))["repositories"] ==
        nlohmann::json{"123456789012/eu-west-1/another", "123456789012/eu-west-1/team/app"});
  auto const page = http.get("/v2/_catalog?n=1");
  CHECK(page.header("Link") == R"(</v2/_catalog?n=1&last=123456789012/eu-west-1/another>; rel="next")");
  CHECK(http.json(http.get("/v2/_catalog?n=1&last=123456789012/eu-west-1/another"))["repositories"] ==
        nlohmann::json{"123456789012/eu-west-1/team/app"});
  auto const hosted =
      http.send("GET", "/v2/_catalog", {}, {{"Host", "123456789012.dkr.ecr.eu-west-1.localhost"}});
  CHECK(http.json(hosted)["repositories"] == nlohmann::json{"another", "team/app"});
}

TEST_CASE("referrers are listed with their types and annotations") {
  Http http;
  std::string const subject = prepared(http);
  put(http, "latest", subject);
  std::string const path = http.base + "referrers/" + digest_of(subject).text();
  CHECK(http.json(http.get(path))["manifests"].empty());
  http.world.push("{}");
  auto const artifact = [&](std::string const& more) {
    return R"({"schemaVersion":2,"config":)" +
           scene::descriptor("application/vnd.oci.empty.v1+json", digest_of("{}"), 2) + R"(,"layers":[])" +
           more + R"(,"subject":)" +
           scene::descriptor(scene::docker_manifest, digest_of(subject), subject.size()) + "}";
  };
  std::string const typed =
      artifact(R"(,"artifactType":"application/vnd.sbom+json","annotations":{"a":"b"})");
  auto const stored = put(http, digest_of(typed).text(), typed, scene::oci_manifest);
  CHECK(stored.header("OCI-Subject") == digest_of(subject).text());
  std::string const plain = artifact("");
  put(http, digest_of(plain).text(), plain, scene::oci_manifest);

  auto const all = http.json(http.get(path))["manifests"];
  CHECK(all.size() == 2);
  CHECK(all[0] == nlohmann::json{{"mediaType", scene::oci_manifest},
                                 {"digest", digest_of(typed).text()},
                                 {"size", typed.size()},
                                 {"artifactType", "application/vnd.sbom+json"},
                                 {"annotations", {{"a", "b"}}}});
  CHECK(all[1]["artifactType"] == "application/vnd.oci.empty.v1+json");
  auto const filtered = http.get(path + "?artifactType=application/vnd.sbom+json");
  CHECK(filtered.header("OCI-Filters-Applied") == "artifactType");
  CHECK(filtered.header("Content-Type") == scene::oci_index);
  CHECK(http.json(filtered)["manifests"].size() == 1);
  CHECK(http.error(http.get(http.base + "referrers/nonsense")) == "400 DIGEST_INVALID");
  CHECK(http.get(http.base + "referrers/" + digest_of("unknown").text()).status == 200);
}
