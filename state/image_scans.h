#pragma once
// Rows of image scans: the last one of each image.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

enum class ScanStatus { Pending, InProgress, Complete, Failed, UnsupportedImage };

struct ScanFinding {
  std::string name;                  ///< CVE-2026-1234
  std::string severity;              ///< CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNDEFINED
  std::string description, uri;      ///< "" = not told
  std::string package, version;      ///< what it was found in
  std::optional<std::string> score;  ///< CVSS
  bool operator==(ScanFinding const&) const = default;
};

struct ImageScan {
  RepositoryId repository = 0;
  domain::Digest digest;
  ScanStatus status = ScanStatus::Pending;
  std::string description;
  domain::Time requested_at;
  std::optional<domain::Time> completed_at, source_updated_at;
  std::vector<ScanFinding> findings;  ///< worst first
  bool operator==(ImageScan const&) const = default;
};

std::optional<ImageScan> find_image_scan(Database& db, RepositoryId repository, domain::Digest const& digest);
/// In place of the image's scan before.
void save_image_scan(Database& db, ImageScan const& scan);
/// The one that waits longest: PENDING, or cut off while it was IN_PROGRESS.
std::optional<ImageScan> next_image_scan(Database& db);

}  // namespace neargate::state

namespace neargate::domain {
template <>
inline constexpr auto words_of<state::ScanStatus> =
    std::to_array<std::pair<state::ScanStatus, std::string_view>>(
        {{state::ScanStatus::Pending, "PENDING"},
         {state::ScanStatus::InProgress, "IN_PROGRESS"},
         {state::ScanStatus::Complete, "COMPLETE"},
         {state::ScanStatus::Failed, "FAILED"},
         {state::ScanStatus::UnsupportedImage, "UNSUPPORTED_IMAGE"}});
}  // namespace neargate::domain
