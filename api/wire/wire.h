#pragma once
// A request and an answer without sockets: what `server` hands to dispatch and sends back.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neargate::api::wire {

/// Header lines in order; names are compared without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> lines) : lines_(lines) {}

  void add(std::string name, std::string value);
  /// The first line of that name, or nullptr.
  std::string const* find(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> const& lines() const { return lines_; }

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
};

struct Request {
  std::string method;
  std::string path;   ///< "/" for every AWS API here
  std::string query;  ///< after '?', still percent-encoded
  Headers headers;
  std::string body;
  std::string remote;  ///< peer's address, for the log
};

struct Response {
  int status = 200;
  Headers headers;  ///< Date and Content-Length are the server's
  std::string body;
  // For the log line; "" where unknown.
  std::string request_id, service, operation, error_code, detail;
  std::string account, region;         ///< where it acted; "" when that was not known yet
  std::chrono::milliseconds delay{0};  ///< the answer is to leave so much later
};

bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace neargate::api::wire
