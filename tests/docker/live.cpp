#include "live.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include "docker/address_space.h"
#include "docker/clean.h"
#include "docker/http_engine.h"
#include "docker/labels.h"
#include "docker/tar.h"
#include "domain/mint.h"

namespace neargate::docker::live {
namespace {

constexpr char const* repository = "neargate-test/busybox";
constexpr char const* busybox_program = "/bin/busybox";  // Debian's busybox-static

[[noreturn]] void skip(std::string const& why) {
  std::printf("skipped: %s\n", why.c_str());
  std::fflush(stdout);
  std::_Exit(77);
}

domain::Mint& mint() {
  static domain::Mint the_mint(domain::Mint::entropy_seed());
  return the_mint;
}

/// A tag of this process alone: two runs at once do not remove each other's image.
void import_busybox(std::string const& tag) {
  std::ifstream program(busybox_program, std::ios::binary);
  if (!program) skip(std::string(busybox_program) + " (Debian package busybox-static) is not there");
  std::string bytes{std::istreambuf_iterator<char>(program), {}};
  std::array<TarFile, 3> const files{TarFile{.path = "bin/"}, TarFile{"bin/busybox", std::move(bytes)},
                                     TarFile{"www/index.html", "hello from busybox\n", 0644}};
  require(engine().import_image(make_tar(files), repository, tag, {}));
}

struct Socket {
  int fd = -1;
  ~Socket() {
    if (fd >= 0) ::close(fd);
  }
};

}  // namespace

Engine& engine() {
  static std::unique_ptr<HttpEngine> const the_engine = [] {
    auto endpoint = Endpoint::from_environment();
    if (!endpoint) skip(endpoint.error().message);
    auto made = std::make_unique<HttpEngine>(*endpoint);
    if (auto const version = made->version(); !version) skip(version.error().message);
    return made;
  }();
  return *the_engine;
}

void require(Outcome<void> const& outcome) {
  std::string const message = outcome ? "" : outcome.error().message;
  REQUIRE_MESSAGE(outcome.has_value(), message);
}

ImageGuard::ImageGuard(std::string reference)
    : reference_(std::move(reference)), was_there_(require(engine().find_image(reference_)).has_value()) {}

ImageGuard::~ImageGuard() {
  if (was_there_) return;
  HttpClient client(Endpoint::from_environment().value());
  HttpRequest const request{.method = "DELETE", .target = "/images/" + url_encode(reference_, "/:")};
  auto const answer = client.exchange(request, Limits{});
  if (!answer || answer->status != 200) std::fprintf(stderr, "left behind: image %s\n", reference_.c_str());
}

std::string const& busybox() {
  static std::string const tag = mint().hex(12);
  static ImageGuard const guard(std::string(repository) + ':' + tag);
  static bool const imported = (import_busybox(tag), true);
  static_cast<void>(imported);
  return guard.reference();
}

Instance::Instance() : id_(mint().uuid()) {}

Instance::~Instance() {
  CleanReport const report = clean(engine(), id_);
  for (std::string const& failure : report.failures)
    std::fprintf(stderr, "left behind: %s\n", failure.c_str());
}

ContainerSpec Instance::spec(std::string const& name) const {
  ContainerSpec spec;
  spec.name = "neargate-test-" + id_.substr(0, 8) + '-' + name;
  spec.image = busybox();
  spec.labels = {{label::instance, id_}};
  return spec;
}

std::string fetch(std::string const& host, int port, std::string const& path) {
  Socket const socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  if (::connect(socket.fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) return {};
  std::string const request = "GET " + path + " HTTP/1.0\r\n\r\n";
  if (::send(socket.fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) return {};
  std::string answer;
  std::array<char, 4096> piece{};
  for (ssize_t count = 0; (count = ::recv(socket.fd, piece.data(), piece.size(), 0)) > 0;) {
    answer.append(piece.data(), static_cast<std::size_t>(count));
  }
  return answer;
}

}  // namespace neargate::docker::live
