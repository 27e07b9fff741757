#include "server/scanner.h"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <filesystem>

#include "registry/oci_layout.h"
#include "registry/registry.h"
#include "registry/scan_report.h"
#include "server/child.h"

namespace neargate::server {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::minutes scan_limit{10};
constexpr char const* complete_text = "The scan was completed successfully.";
constexpr char const* no_scanner_text =
    "No scanner is configured (neargate serve --scanner COMMAND): the image was not looked at.";

/// Removed with all that is in it.
class ScratchDirectory final {
 public:
  ScratchDirectory() {
    std::string pattern = (fs::temp_directory_path() / "neargate-scan-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a directory like " + pattern);
    path_ = pattern;
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchDirectory(ScratchDirectory const&) = delete;
  ScratchDirectory& operator=(ScratchDirectory const&) = delete;
  fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

std::string quoted(std::string const& text) {
  std::string out = "'";
  for (char const c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string scanner_line(std::string const& command, std::string const& layout) {
  static constexpr std::string_view place = "{layout}";
  auto at = command.find(place);
  if (at == command.npos) return command + ' ' + quoted(layout);
  std::string line = command;
  for (; at != line.npos; at = line.find(place, at + layout.size()))
    line.replace(at, place.size(), quoted(layout));
  return line;
}

Scanner::Scanner(registry::Registry& registry, std::string command)
    : registry_(registry), command_(std::move(command)) {
  registry_.on_scan_wanted([this] { wake(); });
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

Scanner::~Scanner() { registry_.on_scan_wanted({}); }

void Scanner::wake() {
  std::lock_guard const lock(mutex_);
  is_wanted_ = true;
  woken_.notify_one();
}

void Scanner::run(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait(lock, stop, [this] { return is_wanted_; });
      is_wanted_ = false;
    }
    try {
      while (!stop.stop_requested() && scan_next(stop)) {
      }
    } catch (std::exception const& error) {
      spdlog::error("scanner failed inside: {}", error.what());
    }
  }
}

bool Scanner::scan_next(std::stop_token const& stop) {
  auto waiting = registry_.store().transact([&](state::Database& db) {
    auto next = state::next_image_scan(db);
    if (next && !command_.empty()) {
      next->status = state::ScanStatus::InProgress;
      state::save_image_scan(db, *next);
    }
    return next;
  });
  if (!waiting) return false;
  try {
    scan(*waiting, stop);
  } catch (std::exception const& error) {
    waiting->status = state::ScanStatus::Failed;
    waiting->description = std::string("The image could not be read: ") + error.what();
  }
  if (stop.stop_requested() && waiting->status == state::ScanStatus::Failed) return false;  // next start
  waiting->completed_at = registry_.clock().now();
  if (!waiting->source_updated_at && waiting->status == state::ScanStatus::Complete)
    waiting->source_updated_at = waiting->completed_at;
  registry_.store().transact([&](state::Database& db) {
    // The image may have gone meanwhile.
    if (state::find_image(db, waiting->repository, waiting->digest)) state::save_image_scan(db, *waiting);
  });
  spdlog::info("scan digest={} status={} findings={}", waiting->digest.text(), domain::word(waiting->status),
               waiting->findings.size());
  return true;
}

void Scanner::scan(state::ImageScan& scan, std::stop_token const& stop) {
  scan.findings.clear();
  if (command_.empty()) {
    scan.status = state::ScanStatus::Complete;
    scan.description = no_scanner_text;
    return;
  }
  scan.status = state::ScanStatus::Failed;
  auto const image = registry_.store().read(
      [&](state::Database& db) { return state::find_image(db, scan.repository, scan.digest); });
  ScratchDirectory const scratch;
  if (!image || !registry::write_oci_layout(registry_, scan.repository, *image, scratch.path())) {
    scan.description = "The image's layers are not here.";
    return;
  }
  ChildEnd const end = run_child(scanner_line(command_, scratch.path().string()), scan_limit, stop);
  if (!end.succeeded) {
    scan.description = "The scanner failed: " + end.trouble;
    return;
  }
  auto report = registry::parse_scan_report(end.output);
  if (!report) {
    scan.description = "The scanner's report is neither trivy's JSON nor grype's.";
    return;
  }
  scan.status = state::ScanStatus::Complete;
  scan.description = complete_text;
  scan.findings = std::move(report->findings);
}

}  // namespace neargate::server
