// Where the OCI specification and ECR part ways.

#include <doctest/doctest.h>

#include <set>

#include "http_scene.h"
#include "registry/layer_urls.h"

using namespace neargate;
using namespace neargate::registry;
using scene::Http;

namespace {

server::RegistryAnswer put(Http& http, std::string const& reference, std::string const& manifest,
                           std::string const& type = scene::oci_manifest) {
  return http.send("PUT", http.base + "manifests/" + reference, manifest, {{"Content-Type", type}});
}

std::string oci_image(std::string const& more) {
  return R"({"schemaVersion":2,"mediaType":")" + scene::oci_manifest + R"(","config":)" +
         scene::descriptor("application/vnd.oci.image.config.v1+json", digest_of("config"), 6) +
         R"(,"layers":[])" + more + "}";
}

}  // namespace

TEST_CASE("by the specification everybody comes in, with any credentials or none") {
  Http http(Profile::Oci);
  for (std::string const& authorization :
       {std::string(), "Basic " + base64url("root:secret"), std::string("Bearer x"), http.authorization}) {
    http.authorization = authorization;
    CHECK(http.get("/v2/").status == 200);
  }
}

TEST_CASE("by the specification a push makes its repository, and a pull does not") {
  Http http(Profile::Oci);
  http.authorization.clear();
  CHECK(http.error(http.get("/v2/fresh/app/tags/list")) == "404 NAME_UNKNOWN");
  CHECK(http.error(http.get("/v2/fresh/app/manifests/x")) == "404 NAME_UNKNOWN");
  CHECK(http.send("POST", "/v2/fresh/app/blobs/uploads/?digest=" + digest_of("x").text(), "x").status == 201);
  CHECK(http.get("/v2/fresh/app/tags/list").status == 200);
  CHECK(http.get("/v2/a/tags/list").status == 404);  // a short name is a name
  CHECK(http.json(http.get("/v2/_catalog"))["repositories"] == nlohmann::json{"fresh/app", "team/app"});
}

TEST_CASE("by the specification a mount finds the blob wherever it is") {
  Http http(Profile::Oci);
  std::string const digest = http.world.push("layer").text();
  std::string const start = "/v2/123456789012/eu-west-1/target/blobs/uploads/?mount=" + digest;
  CHECK(http.send("POST", start).status == 201);
  CHECK(http.send("POST", start + "&from=nowhere").status == 201);
  CHECK(http.send("POST", "/v2/t/blobs/uploads/?mount=" + digest_of("none").text()).status == 202);
}

TEST_CASE("referrers are never a 404 where the specification is followed") {
  Http http(Profile::Oci);
  auto const answer = http.get("/v2/unknown/referrers/" + digest_of("x").text());
  CHECK(answer.status == 200);
  CHECK(answer.header("Content-Type") == scene::oci_index);
  CHECK(http.json(answer)["manifests"].empty());
  CHECK(http.error(http.get("/v2/unknown/referrers/sha256:x")) == "400 DIGEST_INVALID");
  CHECK(http.error(Http().get("/v2/unknown/referrers/" + digest_of("x").text())) == "404 NAME_UNKNOWN");
}

TEST_CASE("many referrers come in pages that a Link leads through") {
  Http http;
  http.world.push("config");
  std::string const subject = digest_of("subject").text();
  std::string const padding(1024 * 1024, 'a');
  for (int number = 0; number < 5; ++number)
    put(http, "t" + std::to_string(number),
        oci_image(R"(,"artifactType":"application/x+y","annotations":{"n":")" + padding +
                  std::to_string(number) + R"("},"subject":)" +
                  scene::descriptor(scene::oci_manifest, digest_of("subject"), 7)));
  std::string target = http.base + "referrers/" + subject + "?artifactType=application/x%2By";
  std::vector<std::size_t> pages;
  std::set<std::string> seen;
  while (!target.empty()) {
    auto const answer = http.get(target);
    CHECK(answer.header("OCI-Filters-Applied") == "artifactType");
    auto const manifests = http.json(answer)["manifests"];
    pages.push_back(manifests.size());
    for (auto const& one : manifests) seen.insert(one["digest"]);
    std::string_view const link = answer.header("Link");
    target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
  }
  CHECK(pages == std::vector<std::size_t>{2, 2, 1});
  CHECK(seen.size() == 5);
}

TEST_CASE("tags come in the specification's order, whatever their case") {
  Http http(Profile::Oci);
  http.world.push("config");
  for (char const* const tag : {"b", "B", "a", "C", "_"}) put(http, tag, oci_image(""));
  auto const all = http.get(http.base + "tags/list");
  CHECK(all.header("Content-Type") == "application/json");
  CHECK(http.json(all)["tags"] == nlohmann::json{"_", "a", "B", "b", "C"});
  CHECK(http.json(http.get(http.base + "tags/list?last=B"))["tags"] == nlohmann::json{"b", "C"});
  CHECK(http.json(http.get(http.base + "tags/list?n=2&last=b"))["tags"] == nlohmann::json{"C"});
  CHECK(http.get(http.base + "tags/list?n=100000").status == 200);
}

TEST_CASE("what is no manifest is MANIFEST_INVALID to the specification") {
  Http http(Profile::Oci);
  CHECK(http.error(put(http, "x", "{")) == "400 MANIFEST_INVALID");
  CHECK(http.error(put(http, "x", oci_image(""), scene::docker_manifest)) == "400 MANIFEST_INVALID");
  CHECK(http.error(put(http, "x", oci_image(""))) == "400 MANIFEST_BLOB_UNKNOWN");
}

TEST_CASE("indexes of blobs and artifact manifests are taken where the specification is followed") {
  std::string const type = "application/vnd.oci.artifact.manifest.v1+json";
  std::string const artifact = R"({"mediaType":")" + type + R"(","artifactType":"application/x","blobs":[)" +
                               scene::descriptor("text/plain", digest_of("config"), 6) + "]}";
  std::string const cache = R"({"schemaVersion":2,"mediaType":")" + scene::oci_index + R"(","manifests":[)" +
                            scene::descriptor("text/plain", digest_of("config"), 6) + "]}";
  for (auto const profile : {Profile::Ecr, Profile::Oci}) {
    Http http(profile);
    http.world.push("config");
    bool const oci = profile == Profile::Oci;
    CHECK(put(http, "artifact", artifact, type).status == (oci ? 201 : 405));
    CHECK(put(http, "cache", cache, scene::oci_index).status == (oci ? 201 : 400));
    http.world.clock.advance(std::chrono::hours{2});
    http.world.registry.sweep();
    CHECK(http.get(http.base + "blobs/" + digest_of("config").text()).status == (oci ? 200 : 404));
  }
}

TEST_CASE("a part that is not as long as it says ends the upload") {
  Http http;
  std::string const location(http.send("POST", http.base + "blobs/uploads/").header("Location"));
  auto reply = http.open("PATCH", location, {{"Content-Range", "0-9"}});  // chunked: no Content-Length
  auto& sink = *std::get<std::unique_ptr<server::UploadSink>>(reply);
  sink.write(scene::bytes("short"));
  CHECK(http.error(sink.finish()) == "400 SIZE_INVALID");
  CHECK(http.error(http.get(location)) == "404 BLOB_UPLOAD_UNKNOWN");
}

TEST_CASE("a signed URL opens one layer for an hour, without a password") {
  Http http;
  auto const digest = http.world.push("layer");
  LayerPlace const place{scene::scope, http.world.repository.name, digest};
  std::string const url =
      layer_url(http.world.registry.secret(), "127.0.0.1:4566", place, http.world.clock.now());
  std::string const host = "http://127.0.0.1:4566";
  CHECK(url.starts_with(host + http.base + "blobs/" + digest.text() + "?expires="));
  std::string const target = url.substr(host.size());
  http.authorization.clear();
  CHECK(http.content(http.get(target)) == "layer");
  CHECK(http.send("HEAD", target).status == 200);
  CHECK(http.send("DELETE", target).status == 401);
  CHECK(http.error(http.get(target + "x")) == "403 DENIED");
  auto const elsewhere = http.base + "blobs/" + digest_of("other").text() + target.substr(target.find('?'));
  CHECK(http.error(http.get(elsewhere)) == "403 DENIED");
  http.world.clock.advance(layer_url_lifetime);
  CHECK(http.message(http.get(target)) == "Request has expired");
}

TEST_CASE("before a manifest is read it can be brought from elsewhere") {
  Http http;
  std::vector<std::string> asked;
  server::RegistryHttp face(
      http.world.registry, {.default_account = scene::scope.account,
                            .default_region = scene::scope.region,
                            .profile = Profile::Ecr,
                            .before_pull = [&](domain::Scope const& where, domain::RepositoryName const& name,
                                               std::string const& reference) {
                              asked.push_back(where.region.text() + ' ' + name.text() + ' ' + reference);
                            }});
  for (char const* const rest : {"manifests/latest", "tags/list"})
    face.open({.method = "GET",
               .target = http.base + rest,
               .headers = {{"Authorization", http.authorization}},
               .content_length = {}});
  CHECK(asked == std::vector<std::string>{"eu-west-1 team/app latest"});
}
