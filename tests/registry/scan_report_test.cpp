#include "registry/scan_report.h"

#include <doctest/doctest.h>

#include "registry/manifests.h"
#include "registry/oci_layout.h"
#include "registry/scan_rules.h"
#include "scene.h"

namespace neargate::registry {
namespace {

using scene::World;

TEST_CASE("trivy's report is read, worst findings first") {
  auto const report = parse_scan_report(R"({"ArtifactName": "x", "Results": [
      {"Target": "a"},
      {"Vulnerabilities": [
        {"VulnerabilityID": "CVE-1", "PkgName": "zlib", "InstalledVersion": "1", "Severity": "LOW",
         "Title": "short"},
        {"VulnerabilityID": "CVE-2", "PkgName": "libc", "InstalledVersion": "2.36", "Severity": "CRITICAL",
         "Title": "short", "Description": "long", "PrimaryURL": "https://cve/2",
         "CVSS": {"nvd": {"V2Score": 5, "V3Score": 9.8}}},
        {"VulnerabilityID": "CVE-3", "PkgName": "sh", "InstalledVersion": "3", "Severity": "UNKNOWN"}]}]})");
  std::vector<state::ScanFinding> const expected{
      {"CVE-2", "CRITICAL", "long", "https://cve/2", "libc", "2.36", "9.8"},
      {"CVE-1", "LOW", "short", "", "zlib", "1", {}},
      {"CVE-3", "UNDEFINED", "", "", "sh", "3", {}}};
  CHECK(report->findings == expected);
  CHECK(parse_scan_report(R"({"ArtifactName": "clean"})")->findings.empty());
}

TEST_CASE("grype's report is read") {
  auto const report = parse_scan_report(R"({"matches": [
      {"vulnerability": {"id": "CVE-1", "severity": "Negligible", "dataSource": "https://cve/1",
        "description": "text", "cvss": [{"metrics": {"baseScore": 7.5}}]},
       "artifact": {"name": "libc", "version": "2.36"}}]})");
  std::vector<state::ScanFinding> const expected{
      {"CVE-1", "INFORMATIONAL", "text", "https://cve/1", "libc", "2.36", "7.5"}};
  CHECK(report->findings == expected);
}

TEST_CASE("what no scanner prints is no report") {
  for (char const* const text : {"", "[]", "{}", "nonsense", R"({"Version": 1})"})
    CHECK_FALSE(parse_scan_report(text));
  CHECK(parse_scan_report(R"({"Results": "odd"})")->findings.empty());
  CHECK(parse_scan_report(R"({"matches": [1, {"vulnerability": 2}]})")->findings.size() == 1);
}

TEST_CASE("a filter without a star is contained in the name, with one it is the whole name") {
  CHECK(filter_fits("pp", "app"));
  CHECK(filter_fits("a*p", "app"));
  CHECK_FALSE(filter_fits("p*", "app"));
  CHECK_FALSE(filter_fits("x", "app"));
}

TEST_CASE("an image is written as an OCI layout with all its blobs") {
  World world;
  auto const config = world.push("config"), layer = world.push("layer");
  std::string const manifest = scene::image_manifest("config", "layer");
  auto const image = world.store.transact([&](state::Database& db) {
    return std::get<ImageStored>(put_image(db, world.repository,
                                           {.bytes = manifest, .media_type = "", .digest = {}, .tag = "v1"},
                                           world.clock.now()))
        .image;
  });
  Layout const scratch(":memory:");
  auto const folder = scratch.root() / "layout";
  std::filesystem::create_directory(folder);
  CHECK(write_oci_layout(world.registry, world.repository.id, image, folder));
  for (auto const& digest : {image.digest, config, layer})
    CHECK(std::filesystem::exists(folder / "blobs/sha256" / digest.text().substr(7)));
  CHECK(std::filesystem::exists(folder / "oci-layout"));
  CHECK(std::filesystem::exists(folder / "index.json"));
}

}  // namespace
}  // namespace neargate::registry
