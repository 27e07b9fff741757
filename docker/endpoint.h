#pragma once
// Where the daemon listens, as the docker CLI names it.

#include <string>
#include <string_view>

#include "docker/engine.h"

namespace neargate::docker {

struct Endpoint {
  std::string unix_socket;  ///< path; empty for TCP
  std::string base_url;     ///< http://host:port, without a path
  std::string name;         ///< as people write it: unix:///var/run/docker.sock
  bool operator==(Endpoint const&) const = default;

  /// unix:///path or tcp://host:port; an empty text is the default socket. Other schemes are Refused.
  static Outcome<Endpoint> parse(std::string_view docker_host);
  /// DOCKER_HOST. A daemon behind TLS (DOCKER_TLS_VERIFY) is Refused rather than spoken to in the clear.
  static Outcome<Endpoint> from_environment();
};

}  // namespace neargate::docker
