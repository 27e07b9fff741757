#pragma once
// One image as an OCI image layout on disk, for programs that read images from there.

#include <filesystem>

#include "registry/registry.h"
#include "state/images.h"

namespace neargate::registry {

/// Writes oci-layout, index.json and blobs/ into an empty directory. False: a blob is gone.
bool write_oci_layout(Registry& registry, state::RepositoryId repository, state::Image const& image,
                      std::filesystem::path const& directory);

}  // namespace neargate::registry
