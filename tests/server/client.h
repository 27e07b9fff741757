#pragma once
// A client that sends any bytes it likes and waits for what comes back, on a plain socket.

#include <cstdint>
#include <string>

namespace neargate::server {

struct Received {
  int status = 0;
  std::string head, body;
  std::string header(std::string const& name) const;  ///< value, or ""
};

class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(Client const&) = delete;
  Client& operator=(Client const&) = delete;

  void send(std::string const& bytes);
  void finish_sending();
  /// One answer; `to_head`: of a HEAD request, so no body follows. Throws when none comes within 10 s.
  Received receive(bool to_head = false);
  /// Everything until the server closes; throws when it does not within 10 s, or resets the connection.
  std::string receive_rest();

 private:
  bool fill();  ///< false at the end

  int socket_;
  std::string pending_;
};

}  // namespace neargate::server
