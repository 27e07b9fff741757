// Scans of images, their storage class and their referrers, as the API tells of them.

#include "state/image_scans.h"
#include "tests/api/ecr/scene.h"

namespace neargate::api::ecr {

using testing::digest;
using testing::Scene;

namespace {

constexpr char const* v1 = R"({"repositoryName": "app", "imageId": {"imageTag": "v1"}})";

struct Scanning : Scene {
  std::string pushed = push("app", "layer", "v1");

  std::optional<state::ImageScan> waiting() {
    return store.read([](state::Database& db) { return state::next_image_scan(db); });
  }
  void finish(std::vector<state::ScanFinding> findings) {
    auto scan = *waiting();
    scan.status = state::ScanStatus::Complete;
    scan.description = "The scan was completed successfully.";
    scan.completed_at = clock.now();
    scan.findings = std::move(findings);
    store.transact([&](state::Database& db) { state::save_image_scan(db, scan); });
  }
};

}  // namespace

TEST_CASE("a scan is asked for once a day, and told of when it is done") {
  Scanning scene;
  CHECK(scene.wire("DescribeImageScanFindings", v1).told ==
        "400 ScanNotFoundException: Image scan does not exist for the image with '{imageDigest:'" +
            scene.pushed +
            "', imageTag:'v1'}' in the repository with name 'app' in the registry with id '123456789012'");
  auto const started = scene.wire("StartImageScan", v1);
  started.shows({{"/imageScanStatus", R"({"status": "PENDING"})"},
                 {"/imageId/imageTag", R"("v1")"},
                 {"/repositoryName", R"("app")"}});
  CHECK(started.text("/imageId/imageDigest") == scene.pushed);
  scene.wire("DescribeImageScanFindings", v1)
      .shows({{"/imageScanStatus/status", R"("PENDING")"}, {"/imageScanFindings", "absent"}});
  CHECK(scene.wire("StartImageScan", v1).told ==
        "400 LimitExceededException: The scan quota per image has been exceeded. Wait and try again.");
  scene.finish({{"CVE-1", "CRITICAL", "bad", "https://cve/1", "libc", "2.36", "9.8"},
                {"CVE-2", "LOW", "", "", "zlib", "1", {}}});
  auto const first = scene.wire("DescribeImageScanFindings", v1, R"({"maxResults": 1})");
  first.shows({{"/imageScanStatus/status", R"("COMPLETE")"},
               {"/imageScanFindings/findingSeverityCounts", R"({"CRITICAL": 1, "LOW": 1})"},
               {"/imageScanFindings/findings/0/name", R"("CVE-1")"},
               {"/imageScanFindings/findings/0/attributes/1", R"({"key": "package_name", "value": "libc"})"},
               {"/imageScanFindings/findings/1", "absent"}});
  nlohmann::json next = nlohmann::json::parse(v1);
  next["nextToken"] = first.text("/nextToken");
  scene.wire("DescribeImageScanFindings", next.dump())
      .shows({{"/imageScanFindings/findings/0/name", R"("CVE-2")"}, {"/nextToken", "absent"}});
  scene.wire("DescribeImages", R"({"repositoryName": "app"})")
      .shows({{"/imageDetails/0/imageScanStatus/status", R"("COMPLETE")"},
              {"/imageDetails/0/imageScanFindingsSummary/findingSeverityCounts",
               R"({"CRITICAL": 1, "LOW": 1})"}});
  scene.clock.advance(std::chrono::hours{24});
  CHECK(scene.wire("StartImageScan", v1).told == "200");
}

TEST_CASE("what cannot be scanned is refused") {
  Scanning scene;
  scene.wire.refuses(
      "StartImageScan", v1,
      {{R"({"/imageId/imageTag": "none"})", "400 ImageNotFoundException: …"},
       {R"({"repositoryName": "none"})", "400 RepositoryNotFoundException: …"},
       {R"({"imageId": {}})", "400 InvalidParameterException: Invalid request parameters: both …"},
       {R"({"imageId": null})", "400 InvalidParameterException: Invalid parameter at 'imageId' …"}});
  scene(&put_image, {.repository_name = "app",
                     .image_manifest = testing::index_manifest(testing::image_manifest("layer")),
                     .image_tag = "index"});
  scene.wire.refuses("StartImageScan", v1,
                     {{R"({"/imageId/imageTag": "index"})", "400 UnsupportedImageTypeException: …"}});
  scene.wire("PutRegistryScanningConfiguration", R"({"scanType": "ENHANCED"})");
  scene.wire.refuses("StartImageScan", v1, {{"{}", "400 ValidationException: This feature is disabled"}});
}

TEST_CASE("a push is scanned where the repository or the registry says so") {
  Scanning scene;
  CHECK_FALSE(scene.waiting());
  scene.wire("PutImageScanningConfiguration",
             R"({"repositoryName": "app", "imageScanningConfiguration": {"scanOnPush": true}})");
  std::string const second = scene.push("app", "second", "v2");
  CHECK(scene.waiting()->digest.text() == second);
  scene.finish({});
  scene.wire("PutImageScanningConfiguration",
             R"({"repositoryName": "app", "imageScanningConfiguration": {"scanOnPush": false}})");
  scene.push("app", "third", "v3");
  CHECK_FALSE(scene.waiting());
  scene.wire("PutRegistryScanningConfiguration",
             R"({"scanType": "BASIC", "rules": [{"scanFrequency": "SCAN_ON_PUSH",
                 "repositoryFilters": [{"filter": "a*p", "filterType": "WILDCARD"}]}]})");
  std::string const fourth = scene.push("app", "fourth", "v4");
  CHECK(scene.waiting()->digest.text() == fourth);
}

TEST_CASE("an archived image is kept, told apart, and not given out") {
  Scanning scene;
  constexpr char const* archive =
      R"({"repositoryName": "app", "imageId": {"imageTag": "v1"}, "targetStorageClass": "ARCHIVE"})";
  scene.wire("UpdateImageStorageClass", archive)
      .shows({{"/imageStatus", R"("ARCHIVED")"}, {"/imageId/imageTag", R"("v1")"}});
  auto const count = [&](char const* operation, char const* filter, char const* list) {
    auto const answer =
        scene.wire(operation, std::string(R"({"repositoryName": "app", "filter": )") + filter + "}");
    return nlohmann::json::parse(answer.at(list)).size();
  };
  CHECK(count("ListImages", "{}", "/imageIds") == 0);
  CHECK(count("ListImages", R"({"imageStatus": "ARCHIVED"})", "/imageIds") == 1);
  CHECK(count("ListImages", R"({"imageStatus": "ANY"})", "/imageIds") == 1);
  CHECK(count("ListImages", R"({"imageStatus": "ACTIVATING"})", "/imageIds") == 0);
  CHECK(count("DescribeImages", "{}", "/imageDetails") == 0);
  scene.wire("DescribeImages", R"({"repositoryName": "app", "filter": {"imageStatus": "ARCHIVED"}})")
      .shows({{"/imageDetails/0/imageStatus", R"("ARCHIVED")"},
              {"/imageDetails/0/lastArchivedAt", "1700000001.123"}});
  scene.wire("BatchGetImage", R"({"repositoryName": "app", "imageIds": [{"imageTag": "v1"}]})")
      .shows({{"/images", "[]"}, {"/failures/0/failureCode", R"("ImageInaccessible")"}});
  CHECK(scene.wire("StartImageScan", v1).told.starts_with("400 ImageArchivedException: "));
  scene.wire("UpdateImageStorageClass", archive, R"({"targetStorageClass": "STANDARD"})")
      .shows({{"/imageStatus", R"("ACTIVE")"}});
  CHECK(count("ListImages", "{}", "/imageIds") == 1);
  scene.wire.refuses("UpdateImageStorageClass", archive,
                     {{R"({"/imageId/imageTag": "none"})", "400 ImageNotFoundException: …"},
                      {R"({"targetStorageClass": "ICE"})", "400 InvalidParameterException: …"}});
}

TEST_CASE("the referrers of an image are listed by type, in pages") {
  Scanning scene;
  auto const attach = [&](std::string const& type) {
    std::string const manifest =
        R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":")" +
        type + R"(","config":{"mediaType":"application/vnd.oci.empty.v1+json","size":6,"digest":")" +
        digest("config") + R"("},"layers":[],"subject":{"mediaType":"x","size":1,"digest":")" + scene.pushed +
        R"("},"annotations":{"who":"me"}})";
    scene(&put_image, {.repository_name = "app", .image_manifest = manifest});
    return digest(manifest);
  };
  std::string const sbom = attach("application/spdx"), signature = attach("application/sig");
  std::string const all =
      R"({"repositoryName": "app", "subjectId": {"imageDigest": ")" + scene.pushed + "\"}}";
  auto const first = scene.wire("ListImageReferrers", all, R"({"maxResults": 1})");
  first.shows({{"/referrers/0/digest", testing::quoted(sbom).c_str()},
               {"/referrers/0/artifactType", R"("application/spdx")"},
               {"/referrers/0/annotations", R"({"who": "me"})"},
               {"/referrers/0/artifactStatus", R"("ACTIVE")"},
               {"/referrers/1", "absent"}});
  nlohmann::json next = nlohmann::json::parse(all);
  next["nextToken"] = first.text("/nextToken");
  scene.wire("ListImageReferrers", next.dump())
      .shows({{"/referrers/0/digest", testing::quoted(signature).c_str()}, {"/nextToken", "absent"}});
  scene.wire("ListImageReferrers", all, R"({"filter": {"artifactTypes": ["application/sig"]}})")
      .shows({{"/referrers/0/digest", testing::quoted(signature).c_str()}, {"/referrers/1", "absent"}});
  scene.wire.refuses("ListImageReferrers", all,
                     {{R"({"/subjectId/imageDigest": "nonsense"})", "400 InvalidParameterException: …"},
                      {R"({"maxResults": 51})", "400 InvalidParameterException: …"},
                      {R"({"repositoryName": "none"})", "400 RepositoryNotFoundException: …"}});
}

TEST_CASE("a manifest asked for by tag is converted to the type that the caller reads") {
  Scanning scene;
  auto const got = scene.wire("BatchGetImage", R"({"repositoryName": "app", "imageIds": [{"imageTag": "v1"}],
      "acceptedMediaTypes": ["application/vnd.oci.image.manifest.v1+json"]})");
  got.shows({{"/images/0/imageManifestMediaType", R"("application/vnd.oci.image.manifest.v1+json")"},
             {"/failures", "[]"}});
  auto const manifest = nlohmann::json::parse(got.text("/images/0/imageManifest"));
  CHECK(manifest.at("config").at("mediaType") == "application/vnd.oci.image.config.v1+json");
  CHECK(manifest.at("layers").at(0).at("mediaType") == "application/vnd.oci.image.layer.v1.tar+gzip");
  scene
      .wire("BatchGetImage", R"({"repositoryName": "app", "imageIds": [{"imageTag": "v1"}],
      "acceptedMediaTypes": ["application/vnd.oci.image.index.v1+json"]})")
      .shows({{"/images", "[]"}, {"/failures", "[]"}});
}

}  // namespace neargate::api::ecr
