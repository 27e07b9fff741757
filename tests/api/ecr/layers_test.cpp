// The layer API: uploads in parts, and addresses to read from (ecr.md "Layers").

#include "registry/layer_urls.h"
#include "tests/api/ecr/scene.h"

namespace neargate::api::ecr {

using testing::digest;
using testing::Scene;

namespace {

constexpr std::size_t five_mib = 5 * 1024 * 1024;

std::string part(std::string const& upload, std::size_t first, std::string const& bytes) {
  return nlohmann::json{{"repositoryName", "app"},
                        {"uploadId", upload},
                        {"partFirstByte", first},
                        {"partLastByte", first + bytes.size() - 1},
                        {"layerPartBlob", api::wire::base64_encode(bytes)}}
      .dump();
}

std::string end(std::string const& upload, std::string const& layer) {
  return nlohmann::json{{"repositoryName", "app"}, {"uploadId", upload}, {"layerDigests", {layer}}}.dump();
}

struct Uploading : Scene {
  std::string begin() {
    return wire("InitiateLayerUpload", R"({"repositoryName": "app"})").text("/uploadId");
  }
};

}  // namespace

TEST_CASE("a layer goes up in parts and is there for the image that needs it") {
  Uploading scene;
  auto const begun = scene.wire("InitiateLayerUpload", R"({"repositoryName": "app"})");
  begun.shows({{"/partSize", "10485760"}});
  std::string const upload = begun.text("/uploadId");
  std::string const first(five_mib, 'a'), second = "the rest";
  scene.wire("UploadLayerPart", part(upload, 0, first))
      .shows({{"/lastByteReceived", std::to_string(five_mib - 1).c_str()},
              {"/repositoryName", R"("app")"},
              {"/registryId", R"("123456789012")"}});
  CHECK(scene.wire("UploadLayerPart", part(upload, five_mib, second)).told == "200");
  std::string const layer = digest(first + second);
  auto const completed = scene.wire("CompleteLayerUpload", end(upload, layer));
  CHECK(completed.text("/layerDigest") == layer);
  CHECK(completed.text("/uploadId") == upload);
  auto const there = scene.wire("BatchCheckLayerAvailability",
                                nlohmann::json{{"repositoryName", "app"}, {"layerDigests", {layer}}}.dump());
  there.shows({{"/layers/0/layerAvailability", R"("AVAILABLE")"},
               {"/layers/0/layerSize", std::to_string(five_mib + second.size()).c_str()}});
  CHECK(scene.wire("UploadLayerPart", part(upload, 0, second)).told ==
        "400 UploadNotFoundException: The upload with id '" + upload +
            "' in the repository with name 'app' in the registry with id '123456789012' does not exist");
}

TEST_CASE("a part that does not follow the last one is refused, telling where the upload stands") {
  Uploading scene;
  std::string const upload = scene.begin();
  constexpr char const* refused =
      "400 InvalidLayerPartException: The layer part size is not valid, or the first byte specified is not "
      "consecutive to the last byte of a previous layer part upload.";
  CHECK(scene.wire("UploadLayerPart", part(upload, 5, "gap")).told == refused);
  CHECK(scene.wire("UploadLayerPart", part(upload, 0, "twelve bytes")).told == "200");
  auto const again = scene.wire("UploadLayerPart", part(upload, 0, "twelve bytes"));
  CHECK(again.told == refused);
  again.shows({{"/lastValidByteReceived", "11"},
               {"/registryId", R"("123456789012")"},
               {"/repositoryName", R"("app")"},
               {"/uploadId", testing::quoted(upload).c_str()}});
  CHECK(scene.wire("UploadLayerPart", part(upload, 12, "more"), R"({"partLastByte": 90})").told == refused);
  scene.wire.refuses(
      "UploadLayerPart", part(upload, 12, "more"),
      {{R"({"repositoryName": "none"})", "400 RepositoryNotFoundException: …"},
       {R"({"uploadId": "nonsense"})", "400 InvalidParameterException: Invalid parameter at 'uploadId' …"},
       {R"({"layerPartBlob": null})",
        "400 InvalidParameterException: Invalid parameter at 'layerPartBlob' failed to satisfy "
        "constraint: 'must not be null'"}});
}

TEST_CASE("an upload ends only with parts, of the right size, of the right digest, once") {
  Uploading scene;
  std::string const empty = scene.begin();
  CHECK(scene.wire("CompleteLayerUpload", end(empty, digest("x"))).told ==
        "400 EmptyUploadException: The specified layer upload does not contain any layer parts.");

  std::string const small = scene.begin();
  scene.wire("UploadLayerPart", part(small, 0, "small"));
  scene.wire("UploadLayerPart", part(small, 5, "last"));
  CHECK(scene.wire("CompleteLayerUpload", end(small, digest("smalllast"))).told ==
        "400 LayerPartTooSmallException: Layer parts must be at least 5 MiB in size.");

  std::string const wrong = scene.begin();
  scene.wire("UploadLayerPart", part(wrong, 0, "bytes"));
  CHECK(scene.wire("CompleteLayerUpload", end(wrong, digest("others")))
            .told.starts_with("400 InvalidLayerException: "));

  std::string const layer = scene.upload("layer");
  std::string const again = scene.begin();
  scene.wire("UploadLayerPart", part(again, 0, "layer"));
  CHECK(scene.wire("CompleteLayerUpload", end(again, layer)).told ==
        "400 LayerAlreadyExistsException: The layer with digest '" + layer +
            "' already exists in the repository with name 'app' in registry with id '123456789012'");
  CHECK(scene.wire("CompleteLayerUpload", end("00000000-0000-4000-8000-000000000000", layer))
            .told.starts_with("400 UploadNotFoundException: "));
  CHECK(scene.wire("InitiateLayerUpload", R"({"repositoryName": "none"})")
            .told.starts_with("400 RepositoryNotFoundException: "));
}

TEST_CASE("a layer of an image has an address, for an hour and for itself alone") {
  Uploading scene;
  auto const ask = [&](std::string const& layer) {
    return scene.wire("GetDownloadUrlForLayer",
                      nlohmann::json{{"repositoryName", "app"}, {"layerDigest", layer}}.dump());
  };
  CHECK(ask(digest("none")).told.starts_with("400 LayersNotFoundException: "));
  std::string const idle = scene.upload("idle");
  CHECK(ask(idle).told.starts_with("400 LayerInaccessibleException: "));
  scene.push("app", "layer", "v1");
  auto const answer = ask(digest("layer"));
  CHECK(answer.text("/layerDigest") == digest("layer"));
  std::string const url = answer.text("/downloadUrl");
  CHECK(
      url.starts_with("http://127.0.0.1:4566/v2/123456789012/eu-west-1/app/blobs/" + digest("layer") + "?"));
  auto const parameter = [&](std::string const& name) {
    auto const begin = url.find(name + '=') + name.size() + 1;
    return url.substr(begin, url.find('&', begin) - begin);
  };
  auto const judge = [&](std::string const& layer) {
    return registry::judge_layer_url(
        scene.registry.secret(), {scene.scope, domain::RepositoryName{"app"}, domain::Digest{layer}},
        parameter(registry::layer_url_expiry), parameter(registry::layer_url_signature), scene.clock.now());
  };
  using registry::LayerUrlVerdict;
  CHECK(judge(digest("layer")) == LayerUrlVerdict::Good);
  CHECK(judge(idle) == LayerUrlVerdict::Bad);
  scene.clock.advance(std::chrono::hours{1});
  CHECK(judge(digest("layer")) == LayerUrlVerdict::Expired);
}

}  // namespace neargate::api::ecr
