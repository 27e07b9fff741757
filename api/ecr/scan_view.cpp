#include "api/ecr/scan_view.h"

namespace neargate::api::ecr {

ImageScanStatus scan_status_view(state::ImageScan const& scan) {
  ImageScanStatus view;
  from_text(domain::word(scan.status), view.status.emplace());
  if (!scan.description.empty()) view.description = scan.description;
  return view;
}

std::map<std::string, int> severity_counts(state::ImageScan const& scan) {
  std::map<std::string, int> counts;
  for (auto const& finding : scan.findings) ++counts[finding.severity];
  return counts;
}

wire::Optional<ImageScanFindingsSummary> scan_summary_view(state::ImageScan const& scan) {
  if (scan.status != state::ScanStatus::Complete) return std::nullopt;
  ImageScanFindingsSummary view;
  view.image_scan_completed_at = scan.completed_at;
  view.vulnerability_source_updated_at = scan.source_updated_at;
  view.finding_severity_counts = severity_counts(scan);
  return view;
}

ImageScanFinding finding_view(state::ScanFinding const& finding) {
  ImageScanFinding view;
  view.name = finding.name;
  if (!finding.description.empty()) view.description = finding.description;
  if (!finding.uri.empty()) view.uri = finding.uri;
  from_text(finding.severity, view.severity.emplace());
  auto& attributes = view.attributes.emplace();
  if (!finding.version.empty()) attributes.push_back({.key = "package_version", .value = finding.version});
  if (!finding.package.empty()) attributes.push_back({.key = "package_name", .value = finding.package});
  if (finding.score) attributes.push_back({.key = "CVSS3_SCORE", .value = *finding.score});
  return view;
}

}  // namespace neargate::api::ecr
