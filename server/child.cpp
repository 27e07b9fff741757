#include "server/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace neargate::server {

namespace {

constexpr std::size_t output_bytes_max = 64 * 1024 * 1024;
constexpr int poll_ms = 100;

class Pipe final {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(Pipe const&) = delete;
  Pipe& operator=(Pipe const&) = delete;
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_end(std::size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

/// In a process group of its own and with no signal held back; nullopt-like 0 when it cannot start.
pid_t spawn(std::string const& command, Pipe const& out, Pipe const& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end(), STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string shell = "/bin/sh", flag = "-c", line = command;
  std::array<char*, 4> words{shell.data(), flag.data(), line.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, shell.c_str(), &actions, &attributes, words.data(), environ) != 0) child = 0;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

/// False at the end of the stream.
bool drain(int descriptor, std::string& into) {
  std::array<char, 64 * 1024> buffer;
  ssize_t const got = ::read(descriptor, buffer.data(), buffer.size());
  if (got > 0) into.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

std::string last_line(std::string const& text) {
  auto const end = text.find_last_not_of(" \r\n\t");
  if (end == text.npos) return {};
  auto const begin = text.rfind('\n', end);
  return text.substr(begin == text.npos ? 0 : begin + 1, end - (begin == text.npos ? 0 : begin + 1) + 1)
      .substr(0, 500);
}

}  // namespace

ChildEnd run_child(std::string const& command, std::chrono::seconds limit, std::stop_token const& stop) {
  Pipe out, err;
  pid_t const child = spawn(command, out, err);
  if (child == 0) return {.trouble = "it could not be started"};
  out.close_end(1);
  err.close_end(1);
  ChildEnd end;
  std::string errors, cut_off;
  auto const deadline = std::chrono::steady_clock::now() + limit;
  std::array<pollfd, 2> watched{pollfd{out.read_end(), POLLIN, 0}, pollfd{err.read_end(), POLLIN, 0}};
  while (watched[0].fd >= 0 || watched[1].fd >= 0) {
    if (stop.stop_requested()) cut_off = "neargate was stopped";
    if (std::chrono::steady_clock::now() >= deadline)
      cut_off = fmt::format("it took longer than {} s", limit.count());
    if (end.output.size() > output_bytes_max || errors.size() > output_bytes_max)
      cut_off = "it printed too much";
    if (!cut_off.empty()) break;
    ::poll(watched.data(), watched.size(), poll_ms);
    if (watched[0].revents != 0 && !drain(out.read_end(), end.output)) watched[0].fd = -1;
    if (watched[1].revents != 0 && !drain(err.read_end(), errors)) watched[1].fd = -1;
  }
  if (!cut_off.empty()) ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  end.succeeded = cut_off.empty() && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (end.succeeded) return end;
  end.trouble = !cut_off.empty()      ? cut_off
                : WIFSIGNALED(status) ? fmt::format("it was killed by signal {}", WTERMSIG(status))
                                      : fmt::format("exit status {}", WEXITSTATUS(status));
  if (auto const line = last_line(errors); !line.empty()) end.trouble += ": " + line;
  return end;
}

}  // namespace neargate::server
