#pragma once
// A Docker schema 2 manifest as an OCI manifest, and back: BatchGetImage answers what its caller reads
// (ecr.md "Pull-by-tag conversion").

#include <optional>
#include <string>
#include <string_view>

namespace neargate::registry {

/// The media type that an image manifest of this one converts to; "" for every other.
std::string_view converted_type(std::string_view media_type);
/// The manifest in that type; nullopt where a config or layer has no counterpart there.
std::optional<std::string> convert_manifest(std::string_view bytes, std::string_view media_type);

}  // namespace neargate::registry
