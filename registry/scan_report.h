#pragma once
// Reports of scanners, as findings of ECR's: trivy's JSON and grype's.

#include <optional>
#include <string_view>
#include <vector>

#include "state/image_scans.h"

namespace neargate::registry {

struct ScanReport {
  std::vector<state::ScanFinding> findings;  ///< worst first
};
/// nullopt: neither scanner's report.
std::optional<ScanReport> parse_scan_report(std::string_view text);

}  // namespace neargate::registry
