#pragma once
// A daemon on a socket of its own that answers as a test tells it, well or badly.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "docker/endpoint.h"

namespace neargate::docker::fake {

/// One request as it came in, and the connection to answer on.
class Exchange final {
 public:
  Exchange(int socket, std::string head, std::string body)
      : socket_(socket), head_(std::move(head)), body_(std::move(body)) {}

  std::string request_line() const { return head_.substr(0, head_.find("\r\n")); }
  std::string header(std::string_view name) const;
  std::string const& body() const { return body_; }

  /// A whole answer; the connection stays open.
  void answer(int status, std::string_view json);
  void send(std::string_view bytes);
  /// The head of a streamed answer, then its pieces.
  void open_stream();
  void chunk(std::string_view bytes);
  void end_stream() { send("0\r\n\r\n"); }
  /// Says nothing until the client hangs up.
  void hold();
  /// The connection ends after this request.
  void hang_up() { hung_up_ = true; }
  bool hung_up() const { return hung_up_; }

 private:
  int socket_;
  std::string head_, body_;
  bool hung_up_ = false;
};

class Daemon final {
 public:
  using Handler = std::function<void(Exchange&)>;
  /// GET /version is answered by `version`; everything else by `handler`, on a thread for each connection.
  explicit Daemon(Handler handler, std::string version = R"({"Version":"20.10.24","ApiVersion":"1.41",)"
                                                         R"("MinAPIVersion":"1.12"})");
  ~Daemon();
  Daemon(Daemon const&) = delete;
  Daemon& operator=(Daemon const&) = delete;

  Endpoint endpoint() const;
  int connections() const;
  std::vector<std::string> request_lines() const;
  /// Closes every connection, as a daemon that restarts does.
  void drop_connections();

 private:
  void accept_all();
  void serve(int socket);

  Handler handler_;
  std::string version_;
  std::string folder_;
  int listener_ = -1;
  mutable std::mutex mutex_;
  std::condition_variable closed_;
  int connections_ = 0;
  std::vector<int> open_;
  std::vector<std::string> request_lines_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace neargate::docker::fake
