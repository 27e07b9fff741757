#include "registry/oci_layout.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "registry/digest.h"
#include "registry/manifests.h"

namespace neargate::registry {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t copy_buffer_bytes = 1024 * 1024;

fs::path place_of(fs::path const& directory, domain::Digest const& digest) {
  auto const colon = digest.text().find(':');
  return directory / "blobs" / digest.text().substr(0, colon) / digest.text().substr(colon + 1);
}

void write_text(fs::path const& path, std::string const& text) {
  File::create(path).write(std::as_bytes(std::span(text)));
}

void copy_blob(File const& from, fs::path const& to) {
  File out = File::create(to);
  std::vector<std::byte> buffer(copy_buffer_bytes);
  for (std::uint64_t offset = 0;;) {
    std::size_t const got = from.read_at(offset, buffer);
    if (got == 0) return;
    out.write(std::span(buffer).first(got));
    offset += got;
  }
}

}  // namespace

bool write_oci_layout(Registry& registry, state::RepositoryId repository, state::Image const& image,
                      fs::path const& directory) {
  std::string const bytes = registry.store().read(
      [&](state::Database& db) { return state::read_manifest(db, repository, image.digest); });
  auto const manifest = parse_manifest(bytes, image.media_type);
  if (!manifest) return false;
  for (char const* const algorithm : digest_algorithms)
    fs::create_directories(directory / "blobs" / algorithm);
  write_text(directory / "oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
  nlohmann::json const index{
      {"schemaVersion", 2},
      {"manifests",
       {{{"mediaType", image.media_type}, {"digest", image.digest.text()}, {"size", bytes.size()}}}}};
  write_text(directory / "index.json", index.dump());
  write_text(place_of(directory, image.digest), bytes);
  for (state::ImageReference const& reference : manifest->references) {
    if (reference.kind != state::ReferenceKind::Blob) continue;
    fs::path const place = place_of(directory, reference.digest);
    if (fs::exists(place)) continue;  // a manifest may list the same layer twice
    auto const blob = registry.blobs().open(reference.digest);
    if (!blob) return false;
    copy_blob(*blob, place);
  }
  return true;
}

}  // namespace neargate::registry
