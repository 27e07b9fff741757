// Reading manifests of every type that ECR accepts (ecr.md "Images").

#include <nlohmann/json.hpp>

#include "registry/digest.h"
#include "registry/manifests.h"

namespace neargate::registry {

namespace {

using Json = nlohmann::json;

/// Thrown inside this file only: the document is not what its type promises.
struct Malformed {};

enum class Form { Image, Index, SchemaOne, Artifact };

std::optional<Form> form_of(std::string_view media_type, Profile profile) {
  if (media_type == "application/vnd.docker.distribution.manifest.v2+json" ||
      media_type == "application/vnd.oci.image.manifest.v1+json")
    return Form::Image;
  if (media_type == "application/vnd.docker.distribution.manifest.list.v2+json" ||
      media_type == "application/vnd.oci.image.index.v1+json")
    return Form::Index;
  if (media_type == "application/vnd.docker.distribution.manifest.v1+json" ||
      media_type == "application/vnd.docker.distribution.manifest.v1+prettyjws")
    return Form::SchemaOne;
  // Of the release candidates of image-spec 1.1; tools of 2022 and 2023 pushed them, ECR never took them.
  if (media_type == "application/vnd.oci.artifact.manifest.v1+json" && profile == Profile::Oci)
    return Form::Artifact;
  return std::nullopt;
}

Json const& member(Json const& object, char const* name, Json::value_t type) {
  auto const found = object.find(name);
  if (found == object.end() || found->type() != type) throw Malformed{};
  return *found;
}

std::optional<std::string> optional_text(Json const& object, char const* name) {
  auto const found = object.find(name);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) throw Malformed{};
  return found->get<std::string>();
}

domain::Digest digest_in(Json const& object, char const* name) {
  domain::Digest digest{member(object, name, Json::value_t::string).get<std::string>()};
  if (!algorithm_of(digest)) throw Malformed{};
  return digest;
}

/// No layer is larger; the sum over a manifest's layers stays far from overflow.
constexpr std::uint64_t descriptor_bytes_max = std::uint64_t{1} << 46;

std::int64_t size_in(Json const& descriptor) {
  auto const size = member(descriptor, "size", Json::value_t::number_unsigned).get<std::uint64_t>();
  if (size > descriptor_bytes_max) throw Malformed{};
  return static_cast<std::int64_t>(size);
}

/// Layers that a registry need not have: fetched from elsewhere, or not to be distributed.
bool is_foreign(Json const& layer) {
  auto const urls = layer.find("urls");
  if (urls != layer.end() && urls->is_array() && !urls->empty()) return true;
  std::string const type = optional_text(layer, "mediaType").value_or("");
  return type.find("nondistributable") != std::string::npos ||
         type == "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
}

void read_image(Json const& document, Manifest& manifest) {
  Json const& config = member(document, "config", Json::value_t::object);
  manifest.config_media_type = optional_text(config, "mediaType");
  manifest.references.push_back(
      {state::ReferenceKind::Blob, digest_in(config, "digest"), manifest.config_media_type});
  std::int64_t size = size_in(config);
  for (Json const& layer : member(document, "layers", Json::value_t::array)) {
    if (!layer.is_object()) throw Malformed{};
    domain::Digest digest = digest_in(layer, "digest");
    std::int64_t const layer_size = size_in(layer);
    if (is_foreign(layer)) continue;
    size += layer_size;
    manifest.references.push_back(
        {state::ReferenceKind::Blob, std::move(digest), optional_text(layer, "mediaType")});
  }
  manifest.size = size;
}

void read_index(Json const& document, Manifest& manifest) {
  for (Json const& child : member(document, "manifests", Json::value_t::array)) {
    if (!child.is_object()) throw Malformed{};
    manifest.references.push_back({state::ReferenceKind::Image, digest_in(child, "digest"), std::nullopt});
  }
}

void read_schema_one(Json const& document, Manifest& manifest) {
  for (Json const& layer : member(document, "fsLayers", Json::value_t::array)) {
    if (!layer.is_object()) throw Malformed{};
    manifest.references.push_back({state::ReferenceKind::Blob, digest_in(layer, "blobSum"), std::nullopt});
  }
}

void read_artifact(Json const& document, Manifest& manifest) {
  if (!optional_text(document, "artifactType")) throw Malformed{};
  std::int64_t size = 0;
  if (document.contains("blobs"))
    for (Json const& blob : member(document, "blobs", Json::value_t::array)) {
      if (!blob.is_object()) throw Malformed{};
      size += size_in(blob);
      manifest.references.push_back(
          {state::ReferenceKind::Blob, digest_in(blob, "digest"), optional_text(blob, "mediaType")});
    }
  manifest.size = size;
}

/// Artifact manifests alone have no schemaVersion.
void check_version(Json const& document, Form form) {
  if (form == Form::Artifact) return;
  auto const version = member(document, "schemaVersion", Json::value_t::number_unsigned).get<std::uint64_t>();
  if (version != (form == Form::SchemaOne ? 1U : 2U)) throw Malformed{};
}

Manifest read_manifest(Json const& document, std::string_view declared, Profile profile) {
  if (!document.is_object()) throw Malformed{};
  Manifest manifest;
  auto const own_type = optional_text(document, "mediaType");
  if (own_type && !declared.empty() && *own_type != declared) throw Malformed{};
  manifest.media_type = own_type ? *own_type : std::string(declared);
  auto const form = form_of(manifest.media_type, profile);
  if (!form) throw Malformed{};
  check_version(document, *form);
  switch (*form) {
    case Form::Image:
      read_image(document, manifest);
      break;
    case Form::Index:
      read_index(document, manifest);
      break;
    case Form::SchemaOne:
      read_schema_one(document, manifest);
      break;
    case Form::Artifact:
      read_artifact(document, manifest);
      break;
  }
  manifest.artifact_type = optional_text(document, "artifactType");
  if (document.contains("subject"))
    manifest.subject = digest_in(member(document, "subject", Json::value_t::object), "digest");
  return manifest;
}

/// A document nested by the thousand would exhaust the stack of whoever copies or prints a part of it.
constexpr int nesting_max = 100;

bool is_too_deep(std::string_view bytes) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    char const c = bytes[i];
    if (in_text) {
      if (c == '\\')
        ++i;
      else
        in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > nesting_max) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::optional<Manifest> parse_manifest(std::string_view bytes, std::string_view declared, Profile profile) {
  if (is_too_deep(bytes)) return std::nullopt;
  Json const document = Json::parse(bytes, nullptr, false);
  if (document.is_discarded()) return std::nullopt;
  try {
    return read_manifest(document, declared, profile);
  } catch (Malformed const&) {
    return std::nullopt;
  }
}

}  // namespace neargate::registry
