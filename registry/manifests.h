#pragma once
// Manifests: what one is made of, and the rules by which it enters a repository. Works on rows alone, inside
// the caller's transaction: PutImage of the API and PUT of the registry are the same act with different
// answers.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/clock.h"
#include "registry/profile.h"
#include "state/images.h"
#include "state/repositories.h"

namespace neargate::registry {

/// ECR's quota.
inline constexpr std::size_t manifest_bytes_max = 4 * 1024 * 1024;

/// What a manifest says, as far as a registry reads it.
struct Manifest {
  std::string media_type;
  std::optional<std::string> config_media_type, artifact_type;
  std::optional<domain::Digest> subject;
  std::vector<state::ImageReference> references;  ///< config and layers, or an index's images
  std::optional<std::int64_t> size;               ///< config and layers; nullopt: the manifest does not tell
};

/// `declared` is the media type beside the bytes, "" when there is none. nullopt: not JSON, not one of the
/// types that the profile accepts, or malformed as one.
std::optional<Manifest> parse_manifest(std::string_view bytes, std::string_view declared,
                                       Profile profile = Profile::Ecr);

/// A tag that may be set once only, by the repository's mutability and its exclusion filters.
bool tag_is_immutable(state::Repository const& repository, std::string_view tag);
/// `*` stands for any run of characters.
bool matches_wildcard(std::string_view pattern, std::string_view text);

/// How an image comes into a repository. Only what was pushed is replicated.
enum class Origin { Push, Replica, Upstream };

struct ImagePut {
  std::string const& bytes;
  std::string media_type;                ///< declared; may be ""
  std::optional<domain::Digest> digest;  ///< which the bytes must have
  std::optional<std::string> tag;
  Profile profile = Profile::Ecr;
  Origin origin = Origin::Push;
};

struct ImageStored {
  state::Image image;
};
/// The image is there already under this tag (or at all, when none was asked).
struct ImageUnchanged {
  state::Image image;
};
struct ManifestInvalid {};
struct DigestMismatch {};
struct LayersMissing {
  std::vector<domain::Digest> digests;
};
struct ImagesMissing {
  std::vector<domain::Digest> digests;
};
/// The tag is on another image and may not move.
struct TagImmutable {};
using PutOutcome = std::variant<ImageStored, ImageUnchanged, ManifestInvalid, DigestMismatch, LayersMissing,
                                ImagesMissing, TagImmutable>;

PutOutcome put_image(state::Database& db, state::Repository const& repository, ImagePut const& put,
                     domain::Time now);

}  // namespace neargate::registry
