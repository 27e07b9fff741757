#pragma once
// Scans of images between rows and answers.

#include "gen/ecr/shapes.h"
#include "state/image_scans.h"

namespace neargate::api::ecr {

ImageScanStatus scan_status_view(state::ImageScan const& scan);
/// Absent before the scan is complete.
wire::Optional<ImageScanFindingsSummary> scan_summary_view(state::ImageScan const& scan);
std::map<std::string, int> severity_counts(state::ImageScan const& scan);
ImageScanFinding finding_view(state::ScanFinding const& finding);

}  // namespace neargate::api::ecr
