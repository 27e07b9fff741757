#include "state/image_scans.h"

#include "state/json_text.h"

namespace neargate::state {

namespace {

Json findings_json(std::vector<ScanFinding> const& findings) {
  Json list = Json::array();
  for (ScanFinding const& finding : findings) {
    Json one{{"name", finding.name}, {"severity", finding.severity}, {"description", finding.description},
             {"uri", finding.uri},   {"package", finding.package},   {"version", finding.version}};
    put(one, "score", finding.score);
    list.push_back(std::move(one));
  }
  return list;
}

ScanFinding finding_from(Json const& one) {
  ScanFinding finding;
  take(one, "name", finding.name);
  take(one, "severity", finding.severity);
  take(one, "description", finding.description);
  take(one, "uri", finding.uri);
  take(one, "package", finding.package);
  take(one, "version", finding.version);
  take(one, "score", finding.score);
  return finding;
}

ImageScan read_scan(Rows const& rows) {
  ImageScan scan;
  scan.repository = rows.integer(0);
  scan.digest = rows.id<domain::Digest>(1);
  scan.status = domain::from_word<ScanStatus>(rows.text(2)).value();
  scan.description = rows.text(3);
  scan.requested_at = rows.time(4);
  scan.completed_at = rows.optional_time(5);
  scan.source_updated_at = rows.optional_time(6);
  for (Json const& one : Json::parse(rows.text(7))) scan.findings.push_back(finding_from(one));
  return scan;
}

}  // namespace

std::optional<ImageScan> find_image_scan(Database& db, RepositoryId repository,
                                         domain::Digest const& digest) {
  Rows rows = db.query(
      "SELECT repository, digest, status, description, requested_at, completed_at, source_updated_at,"
      " findings FROM image_scans WHERE repository = ? AND digest = ?",
      repository, digest);
  if (!rows.step()) return std::nullopt;
  return read_scan(rows);
}

void save_image_scan(Database& db, ImageScan const& scan) {
  db.run(
      "INSERT OR REPLACE INTO image_scans (repository, digest, status, description, requested_at,"
      " completed_at, source_updated_at, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      scan.repository, scan.digest, domain::word(scan.status), scan.description, scan.requested_at,
      scan.completed_at, scan.source_updated_at, findings_json(scan.findings).dump());
}

std::optional<ImageScan> next_image_scan(Database& db) {
  Rows rows = db.query(
      "SELECT repository, digest, status, description, requested_at, completed_at, source_updated_at,"
      " findings FROM image_scans WHERE completed_at IS NULL ORDER BY requested_at LIMIT 1");
  if (!rows.step()) return std::nullopt;
  return read_scan(rows);
}

}  // namespace neargate::state
