#pragma once
// ECR over the wire, with a registry behind it: pushes go through its real uploads.

#include <nlohmann/json.hpp>

#include "api/wire/base64.h"
#include "registry/registry.h"
#include "tests/api/ecr/wire.h"

namespace neargate::api::ecr::testing {

struct Scene : World {
  registry::Registry registry{store, clock, mint, ":memory:"};
  api::testing::Wire wire{*this, ecr_door, &registry};

  Scene() { create("app"); }

  /// Through the layer API; answers the digest.
  std::string upload(std::string const& content) {
    std::string const id = wire("InitiateLayerUpload", R"({"repositoryName": "app"})").text("/uploadId");
    nlohmann::json part{{"repositoryName", "app"},
                        {"uploadId", id},
                        {"partFirstByte", 0},
                        {"partLastByte", content.size() - 1},
                        {"layerPartBlob", api::wire::base64_encode(content)}};
    CHECK(wire("UploadLayerPart", part.dump()).told == "200");
    nlohmann::json const end{
        {"repositoryName", "app"}, {"uploadId", id}, {"layerDigests", {digest(content)}}};
    CHECK(wire("CompleteLayerUpload", end.dump()).told == "200");
    return digest(content);
  }
};

inline std::string quoted(std::string const& text) { return nlohmann::json(text).dump(); }

}  // namespace neargate::api::ecr::testing
