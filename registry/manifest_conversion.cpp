#include "registry/manifest_conversion.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace neargate::registry {

namespace {

using Json = nlohmann::ordered_json;
using Pair = std::pair<std::string_view, std::string_view>;

constexpr Pair manifest_types{"application/vnd.docker.distribution.manifest.v2+json",
                              "application/vnd.oci.image.manifest.v1+json"};
constexpr std::array part_types{
    Pair{"application/vnd.docker.container.image.v1+json", "application/vnd.oci.image.config.v1+json"},
    Pair{"application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.oci.image.layer.v1.tar+gzip"},
    Pair{"application/vnd.docker.image.rootfs.diff.tar", "application/vnd.oci.image.layer.v1.tar"},
    Pair{"application/vnd.docker.image.rootfs.diff.tar.zstd", "application/vnd.oci.image.layer.v1.tar+zstd"},
    Pair{"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
         "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"},
};

std::string_view counterpart(Pair const& pair, std::string_view type) {
  return type == pair.first ? pair.second : type == pair.second ? pair.first : std::string_view();
}

/// False: there is no counterpart.
bool convert_part(Json& descriptor) {
  auto const type = descriptor.find("mediaType");
  if (type == descriptor.end() || !type->is_string()) return false;
  for (Pair const& pair : part_types)
    if (auto const other = counterpart(pair, type->get<std::string>()); !other.empty()) {
      *type = other;
      return true;
    }
  return false;
}

}  // namespace

std::string_view converted_type(std::string_view media_type) {
  return counterpart(manifest_types, media_type);
}

std::optional<std::string> convert_manifest(std::string_view bytes, std::string_view media_type) {
  auto const other = converted_type(media_type);
  Json document = Json::parse(bytes, nullptr, false);
  if (other.empty() || !document.is_object()) return std::nullopt;
  // What only OCI has is not lost on the way to Docker: then there is no conversion.
  if (other == manifest_types.first && (document.contains("subject") || document.contains("artifactType")))
    return std::nullopt;
  document["mediaType"] = other;
  if (!document.contains("config") || !convert_part(document["config"])) return std::nullopt;
  if (!document.contains("layers")) return std::nullopt;
  for (Json& layer : document["layers"])
    if (!convert_part(layer)) return std::nullopt;
  return document.dump();
}

}  // namespace neargate::registry
