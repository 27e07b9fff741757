#pragma once
// HTTP to the daemon over libcurl: the only file of this room that knows curl.
//
// Every exchange is bounded: connecting, the whole call, silence, and the size of the answer. Whatever goes
// wrong on the way is a Failure; no exception leaves but one that a caller's own callback threw.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "docker/endpoint.h"
#include "docker/engine.h"

namespace neargate::docker {

struct Limits {
  std::chrono::milliseconds total{std::chrono::seconds{30}};  ///< zero: as long as the stream lives
  std::chrono::seconds inactivity{0};                         ///< longest silence; zero: any
  std::size_t body_bytes = std::size_t{64} << 20;
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = {};                ///< path and query, percent-encoded
  std::vector<std::string> headers = {};  ///< "Name: value"
  std::string_view body = {};             ///< sent for POST; must outlive the call
};

struct HttpAnswer {
  int status = 0;
  std::string body;
};

/// Receives a 200 answer piece by piece; any other answer is collected into HttpAnswer::body.
struct Sink {
  std::function<void()> on_open = {};              ///< the status line and headers have arrived; may be empty
  std::function<bool(std::string_view)> on_bytes;  ///< false: no more of it, the call fails
};

class HttpClient final {
 public:
  explicit HttpClient(Endpoint endpoint);
  ~HttpClient();
  HttpClient(HttpClient const&) = delete;
  HttpClient& operator=(HttpClient const&) = delete;

  Endpoint const& endpoint() const { return endpoint_; }

  /// One request and its whole answer. Safe from several threads: each takes a kept-alive handle of its own.
  Outcome<HttpAnswer> exchange(HttpRequest const& request, Limits const& limits);

  /// Streams until the daemon ends the answer, or at once when `stop` is requested (then the answer so far).
  Outcome<HttpAnswer> stream(HttpRequest const& request, Limits const& limits, Sink const& sink,
                             std::stop_token const& stop = {});

 private:
  struct CloseHandle {
    void operator()(void* handle) const;
  };
  using Handle = std::unique_ptr<void, CloseHandle>;  // CURL is void

  Handle borrow();
  void give_back(Handle handle);

  Endpoint endpoint_;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

/// Percent-encodes everything but unreserved characters; `keep` names further ones to leave alone.
std::string url_encode(std::string_view text, std::string_view keep = "");

}  // namespace neargate::docker
