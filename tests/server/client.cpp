#include "client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace neargate::server {

namespace {
[[noreturn]] void fail(char const* what) { throw std::system_error(errno, std::generic_category(), what); }
}  // namespace

std::string Received::header(std::string const& name) const {
  auto const at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  auto const begin = at + 2 + name.size() + 2;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  timeval const patience{.tv_sec = 10, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
}

Client::~Client() { ::close(socket_); }

void Client::send(std::string const& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    auto const count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0) fail("send");
    sent += static_cast<std::size_t>(count);
  }
}

void Client::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool Client::fill() {
  std::array<char, 65536> buffer;
  auto const count = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (count < 0) fail("recv");
  pending_.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0;
}

Received Client::receive(bool to_head) {
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) throw std::runtime_error("closed before an answer: " + pending_);
  Received received;
  received.head = pending_.substr(0, end + 2);
  received.status = std::stoi(received.head.substr(9, 3));
  pending_.erase(0, end + 4);
  std::string const length = received.header("Content-Length");
  std::size_t const size = to_head || length.empty() ? 0 : std::stoul(length);
  while (pending_.size() < size)
    if (!fill()) throw std::runtime_error("closed inside a body");
  received.body = pending_.substr(0, size);
  pending_.erase(0, size);
  return received;
}

std::string Client::receive_rest() {
  while (fill()) {
  }
  return std::move(pending_);
}

}  // namespace neargate::server
