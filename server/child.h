#pragma once
// Another program, run to its end: what it printed, and how it ended.

#include <chrono>
#include <stop_token>
#include <string>

namespace neargate::server {

struct ChildEnd {
  bool succeeded = false;
  std::string output;   ///< its standard output
  std::string trouble;  ///< why it did not succeed: its last line of standard error, a signal, the time limit
};

/// `command` is a line for /bin/sh. It ends with everything that it started, at the limit or on `stop`.
ChildEnd run_child(std::string const& command, std::chrono::seconds limit, std::stop_token const& stop);

}  // namespace neargate::server
