#include "fake_daemon.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace neargate::docker::fake {
namespace {

/// Appends what comes next; false at the end.
bool receive(int socket, std::string& buffer) {
  std::array<char, 65536> piece{};
  ssize_t const count = ::recv(socket, piece.data(), piece.size(), 0);
  if (count <= 0) return false;
  buffer.append(piece.data(), static_cast<std::size_t>(count));
  return true;
}

std::string find_header(std::string const& head, std::string_view name) {
  std::string const start = "\r\n" + std::string(name) + ": ";
  auto const found = head.find(start);
  if (found == std::string::npos) return {};
  auto const begin = found + start.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

}  // namespace

std::string Exchange::header(std::string_view name) const { return find_header(head_, name); }

void Exchange::send(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t const count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Exchange::answer(int status, std::string_view json) {
  send("HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Length: " + std::to_string(json.size()) +
       "\r\n\r\n" + std::string(json));
}

void Exchange::open_stream() { send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"); }

void Exchange::chunk(std::string_view bytes) {
  std::array<char, 32> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  send(size.data() + std::string(bytes) + "\r\n");
}

void Exchange::hold() {
  std::string rest;
  while (receive(socket_, rest)) {
  }
}

Daemon::Daemon(Handler handler, std::string version)
    : handler_(std::move(handler)), version_(std::move(version)) {
  std::string path = (std::filesystem::temp_directory_path() / "neargate-daemon-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = path;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::string const file = folder_ + "/docker.sock";
  std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(listener_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 16) != 0) {
    throw std::runtime_error("no socket for the fake daemon");
  }
  acceptor_ = std::thread([this] { accept_all(); });
}

Daemon::~Daemon() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  drop_connections();
  for (std::thread& thread : threads_) thread.join();
  std::filesystem::remove_all(folder_);
}

Endpoint Daemon::endpoint() const { return Endpoint::parse("unix://" + folder_ + "/docker.sock").value(); }

int Daemon::connections() const {
  std::scoped_lock const lock(mutex_);
  return connections_;
}

std::vector<std::string> Daemon::request_lines() const {
  std::scoped_lock const lock(mutex_);
  return request_lines_;
}

void Daemon::drop_connections() {
  std::unique_lock lock(mutex_);
  for (int const socket : open_) ::shutdown(socket, SHUT_RDWR);
  closed_.wait(lock, [this] { return open_.empty(); });
}

void Daemon::accept_all() {
  for (;;) {
    int const socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    std::scoped_lock const lock(mutex_);
    ++connections_;
    open_.push_back(socket);
    threads_.emplace_back([this, socket] { serve(socket); });
  }
}

void Daemon::serve(int socket) {
  std::string buffer;
  bool open = true;
  while (open) {
    while (buffer.find("\r\n\r\n") == std::string::npos && (open = receive(socket, buffer))) {
    }
    if (!open) break;
    auto const end = buffer.find("\r\n\r\n") + 4;
    std::string const head = buffer.substr(0, end);
    std::string const length = find_header(head, "Content-Length");
    std::size_t const body_bytes = length.empty() ? 0 : std::stoul(length);
    while (buffer.size() < end + body_bytes && (open = receive(socket, buffer))) {
    }
    Exchange exchange(socket, head, buffer.substr(end, body_bytes));
    buffer.erase(0, end + body_bytes);
    if (exchange.request_line() == "GET /version HTTP/1.1") {
      exchange.answer(200, version_);
      continue;
    }
    {
      std::scoped_lock const lock(mutex_);
      request_lines_.push_back(exchange.request_line());
    }
    handler_(exchange);
    open = open && !exchange.hung_up();
  }
  std::scoped_lock const lock(mutex_);
  std::erase(open_, socket);
  ::close(socket);
  closed_.notify_all();
}

}  // namespace neargate::docker::fake
