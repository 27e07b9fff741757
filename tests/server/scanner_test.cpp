#include "server/scanner.h"

#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "registry/digest.h"
#include "registry/manifests.h"
#include "registry/registry.h"
#include "server/child.h"

namespace neargate::server {
namespace {

constexpr char const* trivy =
    R"({"Results": [{"Vulnerabilities": [{"VulnerabilityID": "CVE-1", "PkgName": "libc", )"
    R"("InstalledVersion": "1", "Severity": "HIGH"}]}]})";

struct World {
  domain::ManualClock clock{domain::Time{std::chrono::hours{480000}}};
  domain::Mint mint{1};
  state::Store store{":memory:"};
  registry::Registry registry{store, clock, mint, ":memory:"};
  state::Repository repository;
  domain::Digest digest;

  World() {
    repository.scope = {domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};
    repository.name = domain::RepositoryName{"app"};
    repository.scan_on_push = true;
    store.transact([&](state::Database& db) { repository.id = state::insert_repository(db, repository); });
    auto const uuid = registry.uploads().start(repository.id, registry::Algorithm::Sha256);
    auto writer = registry.uploads().resume(*uuid, repository.id);
    std::string const config = "config";
    std::get<registry::UploadWriter>(writer).append(std::as_bytes(std::span(config)));
    std::get<registry::UploadWriter>(writer).commit(registry::digest_of(config));
    std::string const manifest =
        R"({"schemaVersion":2,"layers":[],)"
        R"("mediaType":"application/vnd.docker.distribution.manifest.v2+json",)"
        R"("config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":6,"digest":")" +
        registry::digest_of(config).text() + "\"}}";
    digest = registry::digest_of(manifest);
    store.transact([&](state::Database& db) {
      registry::put_image(db, repository, {.bytes = manifest, .media_type = "", .digest = {}, .tag = {}},
                          clock.now());
    });
  }

  /// Lets a scanner of this command do what waits.
  state::ImageScan scanned(std::string const& command) {
    Scanner const scanner(registry, command);
    for (;;) {
      auto const scan =
          store.read([&](state::Database& db) { return state::find_image_scan(db, repository.id, digest); });
      if (scan->completed_at) return *scan;
      std::this_thread::yield();
    }
  }
};

std::string script(std::filesystem::path const& folder, std::string const& lines) {
  auto const path = folder / "scan.sh";
  std::ofstream(path) << "#!/bin/sh\n" << lines;
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path.string();
}

TEST_CASE("a scanner's report becomes the findings of the image") {
  World world;
  registry::Layout const scratch(":memory:");
  auto const command =
      script(scratch.root(), "test -f \"$1/index.json\" && cat <<'EOF'\n" + std::string(trivy) + "\nEOF\n");
  auto const scan = world.scanned(command);
  CHECK(scan.status == state::ScanStatus::Complete);
  CHECK(scan.description == "The scan was completed successfully.");
  CHECK(scan.findings == std::vector<state::ScanFinding>{{"CVE-1", "HIGH", "", "", "libc", "1", {}}});
}

TEST_CASE("a scanner that fails, or prints something else, fails the scan and says why") {
  CHECK(World().scanned("sh -c 'echo no database >&2; exit 3' --").description ==
        "The scanner failed: exit status 3: no database");
  auto const odd = World().scanned("echo");
  CHECK(odd.status == state::ScanStatus::Failed);
  CHECK(odd.description == "The scanner's report is neither trivy's JSON nor grype's.");
}

TEST_CASE("without a scanner a scan is complete and says that nothing was looked at") {
  auto const scan = World().scanned("");
  CHECK(scan.status == state::ScanStatus::Complete);
  CHECK(scan.description.starts_with("No scanner is configured"));
  CHECK(scan.findings.empty());
}

TEST_CASE("the layout's path stands where the command wants it") {
  CHECK(scanner_line("trivy image --input {layout} -f json", "/tmp/x") ==
        "trivy image --input '/tmp/x' -f json");
  CHECK(scanner_line("grype", "/tmp/it's") == "grype '/tmp/it'\\''s'");
}

TEST_CASE("a child that takes too long is ended with all that it started") {
  auto const end = run_child("sleep 60 & sleep 60", std::chrono::seconds{0}, {});
  CHECK_FALSE(end.succeeded);
  CHECK(end.trouble == "it took longer than 0 s");
  CHECK(run_child("echo out; echo err >&2", std::chrono::seconds{30}, {}).output == "out\n");
  CHECK(run_child("kill -9 $$", std::chrono::seconds{30}, {}).trouble == "it was killed by signal 9");
}

}  // namespace
}  // namespace neargate::server
