#include "registry/manifests.h"

#include <algorithm>

#include "registry/digest.h"
#include "registry/replication.h"
#include "registry/scan_rules.h"
#include "state/blobs.h"

namespace neargate::registry {

namespace {

void add_once(std::vector<domain::Digest>& digests, domain::Digest const& digest) {
  if (std::ranges::find(digests, digest) == digests.end()) digests.push_back(digest);
}

std::vector<domain::Digest> missing(state::Database& db, state::Repository const& repository,
                                    Manifest const& manifest, state::ReferenceKind kind) {
  std::vector<domain::Digest> digests;
  for (auto const& reference : manifest.references) {
    if (reference.kind != kind) continue;
    bool const there = kind == state::ReferenceKind::Blob
                           ? state::find_blob(db, repository.id, reference.digest).has_value()
                           : state::find_image(db, repository.id, reference.digest).has_value();
    if (!there) add_once(digests, reference.digest);
  }
  return digests;
}

/// BuildKit's cache exports are indexes of blobs. The specification lets an index name anything; ECR wants
/// images.
void take_blobs_of_indexes(state::Database& db, state::Repository const& repository, Manifest& manifest) {
  for (auto& reference : manifest.references)
    if (reference.kind == state::ReferenceKind::Image &&
        !state::find_image(db, repository.id, reference.digest) &&
        state::find_blob(db, repository.id, reference.digest))
      reference.kind = state::ReferenceKind::Blob;
}

/// AWS: of an index, "the max size of all manifests in the list".
std::int64_t size_of(state::Database& db, state::Repository const& repository, Manifest const& manifest) {
  if (manifest.size) return *manifest.size;
  std::int64_t blobs = 0, largest_image = 0;
  for (auto const& reference : manifest.references) {
    if (reference.kind == state::ReferenceKind::Blob)
      blobs += state::find_blob(db, repository.id, reference.digest)->size;
    else
      largest_image = std::max(largest_image, state::find_image(db, repository.id, reference.digest)->size);
  }
  return std::max(blobs, largest_image);
}

state::Image new_image(state::Database& db, state::Repository const& repository, Manifest const& manifest,
                       domain::Digest const& digest, domain::Time now) {
  state::Image image;
  image.digest = digest;
  image.media_type = manifest.media_type;
  image.config_media_type = manifest.config_media_type;
  image.artifact_type = manifest.artifact_type;
  image.size = size_of(db, repository, manifest);
  image.subject = manifest.subject;
  image.pushed_at = now;
  return image;
}

}  // namespace

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  // Greedy with one point of return: the last * seen takes one character more each time the rest fails.
  std::size_t p = 0, t = 0, after_star = std::string_view::npos, retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      retry = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (after_star != std::string_view::npos) {
      p = after_star;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool tag_is_immutable(state::Repository const& repository, std::string_view tag) {
  bool const excluded = std::ranges::any_of(
      repository.exclusion_filters, [&](std::string const& filter) { return matches_wildcard(filter, tag); });
  switch (repository.tag_mutability) {
    case state::TagMutability::Mutable:
      return false;
    case state::TagMutability::Immutable:
      return true;
    case state::TagMutability::MutableWithExclusion:
      return excluded;
    case state::TagMutability::ImmutableWithExclusion:
      return !excluded;
  }
  return false;
}

PutOutcome put_image(state::Database& db, state::Repository const& repository, ImagePut const& put,
                     domain::Time now) {
  auto manifest = parse_manifest(put.bytes, put.media_type, put.profile);
  if (!manifest) return ManifestInvalid{};
  if (put.profile == Profile::Oci) take_blobs_of_indexes(db, repository, *manifest);
  if (auto blobs = missing(db, repository, *manifest, state::ReferenceKind::Blob); !blobs.empty())
    return LayersMissing{std::move(blobs)};
  if (auto images = missing(db, repository, *manifest, state::ReferenceKind::Image); !images.empty())
    return ImagesMissing{std::move(images)};

  auto const algorithm = put.digest ? algorithm_of(*put.digest) : Algorithm::Sha256;
  if (!algorithm) return DigestMismatch{};
  domain::Digest const digest = digest_of(put.bytes, *algorithm);
  if (put.digest && *put.digest != digest) return DigestMismatch{};

  auto const tagged = put.tag ? state::find_tagged(db, repository.id, *put.tag) : std::nullopt;
  auto existing = state::find_image(db, repository.id, digest);
  // The same image under the same tag is no change, so immutability has no say (captured answer, ecr.md).
  if (existing && (!put.tag || tagged == digest)) return ImageUnchanged{*std::move(existing)};
  if (tagged && tag_is_immutable(repository, *put.tag)) return TagImmutable{};

  if (!existing) {
    existing = new_image(db, repository, *manifest, digest, now);
    state::insert_image(db, repository.id, *existing, put.bytes, manifest->references);
    scan_on_push(db, repository, *existing, now);
  }
  if (put.tag) state::set_tag(db, repository.id, *put.tag, digest);
  if (put.origin == Origin::Push) order_replications(db, repository, digest, put.tag);
  return ImageStored{*std::move(existing)};
}

}  // namespace neargate::registry
