#include "registry/digest.h"
#include "registry/manifests.h"
#include "tests/fuzz/entry.h"

using namespace neargate;

int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  std::string_view const text = fuzz::text_of(bytes, size);
  for (char const* const declared :
       {"", "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v1+prettyjws"}) {
    auto const manifest = registry::parse_manifest(text, declared);
    if (!manifest) continue;
    fuzz::promise(!manifest->media_type.empty());
    fuzz::promise(!manifest->size || *manifest->size >= 0);
    for (auto const& reference : manifest->references)
      fuzz::promise(registry::algorithm_of(reference.digest).has_value());
    fuzz::promise(!manifest->subject || registry::algorithm_of(*manifest->subject));
  }
  return 0;
}
