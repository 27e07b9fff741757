#include "docker/endpoint.h"

#include <cstdlib>

namespace neargate::docker {
namespace {

constexpr std::string_view unix_scheme = "unix://";
constexpr std::string_view tcp_scheme = "tcp://";
constexpr std::string_view default_host = "unix:///var/run/docker.sock";

Failure refused(std::string message) { return Failure{Failure::Kind::Refused, 0, std::move(message)}; }

std::string_view environment(char const* name) {
  char const* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

}  // namespace

Outcome<Endpoint> Endpoint::parse(std::string_view docker_host) {
  std::string_view const host = docker_host.empty() ? default_host : docker_host;
  if (host.starts_with(unix_scheme) && host.size() > unix_scheme.size()) {
    return Endpoint{std::string(host.substr(unix_scheme.size())), "http://docker", std::string(host)};
  }
  if (host.starts_with(tcp_scheme) && host.size() > tcp_scheme.size()) {
    std::string authority(host.substr(tcp_scheme.size()));
    if (auto const slash = authority.find('/'); slash != std::string::npos) authority.resize(slash);
    // The docker CLI's default for a tcp:// host without a port.
    auto const bracket = authority.rfind(']');
    bool const has_port =
        authority.find(':', bracket == std::string::npos ? 0 : bracket) != std::string::npos;
    if (!has_port) authority += ":2375";
    return Endpoint{"", "http://" + authority, std::string(host)};
  }
  return refused("DOCKER_HOST \"" + std::string(host) +
                 "\" is not understood: use unix:///path or tcp://host:port");
}

Outcome<Endpoint> Endpoint::from_environment() {
  std::string_view const host = environment("DOCKER_HOST");
  if (host.starts_with(tcp_scheme) && !environment("DOCKER_TLS_VERIFY").empty()) {
    return refused("DOCKER_TLS_VERIFY is set, but a daemon behind TLS is not supported; use its unix socket");
  }
  return parse(host);
}

}  // namespace neargate::docker
