#pragma once
// Rows of images (manifests), their tags and what they are made of.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

/// One image of a repository, without the manifest's bytes.
struct Image {
  std::int64_t number = 0;  ///< the order of pushes
  domain::Digest digest;
  std::string media_type;
  std::optional<std::string> config_media_type, artifact_type;
  std::int64_t size = 0;  ///< config and layers
  std::optional<domain::Digest> subject;
  domain::Time pushed_at;
  std::optional<domain::Time> last_pulled_at;
  bool is_archived = false;  ///< storage class ARCHIVE: it cannot be pulled
  std::optional<domain::Time> archived_at, activated_at;
  bool operator==(Image const&) const = default;
};

enum class ReferenceKind { Blob, Image };
struct ImageReference {
  ReferenceKind kind = ReferenceKind::Blob;
  domain::Digest digest;
  std::optional<std::string> media_type;  ///< of a blob, as the manifest names it
};

std::optional<Image> find_image(Database& db, RepositoryId repository, domain::Digest const& digest);
std::optional<domain::Digest> find_tagged(Database& db, RepositoryId repository, std::string const& tag);
/// The exact bytes of an image's manifest; "" when there is none.
std::string read_manifest(Database& db, RepositoryId repository, domain::Digest const& digest);
bool has_images(Database& db, RepositoryId repository);

enum class TagFilter { Any, Tagged, Untagged };
/// In the order of pushes, those after `number`, at most `limit`; of one storage class, or of both.
std::vector<Image> list_images(Database& db, RepositoryId repository, TagFilter filter,
                               std::int64_t after_number, int limit, std::optional<bool> is_archived = {});
/// One line of ListImages: an image and one of its tags, or an untagged image.
struct ImageEntry {
  std::int64_t image_number = 0, tag_number = 0;  ///< its place; tag_number 0: untagged
  domain::Digest digest;
  std::optional<std::string> tag;
};
/// In the order of pushes and of tagging, those after a place, at most `limit`.
std::vector<ImageEntry> list_image_entries(Database& db, RepositoryId repository, TagFilter filter,
                                           std::int64_t after_image, std::int64_t after_tag, int limit,
                                           std::optional<bool> is_archived = {});
/// The tags of one image in the order of tagging.
std::vector<std::string> list_image_tags(Database& db, RepositoryId repository, domain::Digest const& digest);
/// All tags in the order of tagging, at most `limit`.
std::vector<std::string> list_tags(Database& db, RepositoryId repository, int limit);
/// Tags sorted by name, those after `after`, at most `limit`.
std::vector<std::string> list_tags_after(Database& db, RepositoryId repository, std::string const& after,
                                         int limit);

/// The same in the order of the OCI specification, which knows no upper case; equal names by their bytes.
std::vector<std::string> list_tags_lexically(Database& db, RepositoryId repository, std::string const& after,
                                             int limit);

/// Images whose manifest has this subject.
std::vector<Image> list_referrers(Database& db, RepositoryId repository, domain::Digest const& subject);
/// Indexes that contain this image.
std::vector<domain::Digest> list_parents(Database& db, RepositoryId repository, domain::Digest const& digest);

/// Inserts an image that is not there yet; the blobs it is made of are idle no longer.
void insert_image(Database& db, RepositoryId repository, Image const& image, std::string const& manifest,
                  std::vector<ImageReference> const& references);
/// Sets or moves a tag.
void set_tag(Database& db, RepositoryId repository, std::string const& tag, domain::Digest const& digest);
void remove_tag(Database& db, RepositoryId repository, std::string const& tag);
/// With its tags. Blobs that no other image of the repository needs are idle from `now`.
void delete_image(Database& db, RepositoryId repository, domain::Digest const& digest, domain::Time now);
/// Moves an image between the storage classes STANDARD and ARCHIVE.
void set_archived(Database& db, RepositoryId repository, domain::Digest const& digest, bool is_archived,
                  domain::Time now);
void note_pull(Database& db, RepositoryId repository, domain::Digest const& digest, domain::Time now);

}  // namespace neargate::state
