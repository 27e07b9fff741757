#pragma once
// What keeps web pages out: a page on the internet must not start containers here (console.md §3).
//
// Host must be a name that no stranger's DNS can point at this machine (421 otherwise: DNS rebinding); a
// request that changes something and comes from another origin is refused (403: cross-site forms and
// fetches). AWS clients send no Origin, so nothing of theirs breaks. No CORS header is ever sent.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::server {

/// The hosts that this server answers for.
class HostList {
 public:
  /// `configured` are further names, with or without a port (--registry-host, --listen).
  explicit HostList(std::vector<std::string> const& configured = {});

  /// IP literals, localhost, *.localhost, names without a dot, host.docker.internal, ECR's own registry names
  /// and the configured ones; any port.
  bool allows(std::string_view host_header) const;

 private:
  std::vector<std::string> configured_;
};

struct GuardedRequest {
  std::string_view method;
  std::optional<std::string_view> host;    ///< the Host header
  std::optional<std::string_view> origin;  ///< the Origin header
  bool http_1_1 = true;                    ///< HTTP/1.0 may leave Host out
  bool upgrade = false;                    ///< asks for a WebSocket
};

/// Why a request is turned away; the text names the remedy.
struct Refused {
  int status;
  std::string reason;
};
std::optional<Refused> refuse_stranger(HostList const& hosts, GuardedRequest const& request);

}  // namespace neargate::server
