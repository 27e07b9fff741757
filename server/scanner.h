#pragma once
// Scans images that rows ask for (state/image_scans.h), one after the other, with the command that --scanner
// names: it is run on an OCI layout of the image and prints a report. Without a command a scan is complete
// with nothing found, and its description says why.

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "state/image_scans.h"

namespace neargate::registry {
class Registry;
}

namespace neargate::server {

/// The command's line for one layout: {layout} replaced, or the path appended; quoted for the shell.
std::string scanner_line(std::string const& command, std::string const& layout);

class Scanner final {
 public:
  /// `command` "" = there is none.
  Scanner(registry::Registry& registry, std::string command);
  ~Scanner();
  Scanner(Scanner const&) = delete;
  Scanner& operator=(Scanner const&) = delete;

  void wake();

 private:
  void run(std::stop_token const& stop);
  bool scan_next(std::stop_token const& stop);
  void scan(state::ImageScan& scan, std::stop_token const& stop);

  registry::Registry& registry_;
  std::string const command_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool is_wanted_ = true;  ///< a scan may have been cut off by the end before this start
  std::jthread thread_;
};

}  // namespace neargate::server
