#pragma once
// HOST:PORT as people write it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neargate::server {

struct Address {
  std::string host = "127.0.0.1";  ///< name or IP literal, IPv6 without its brackets
  std::uint16_t port = 4566;       ///< 0: any free one
  bool operator==(Address const&) const = default;

  /// 127.0.0.1:4566, localhost:0, [::1]:4566. nullopt: no host, no port, or not a port.
  static std::optional<Address> parse(std::string_view text);
  std::string text() const;  ///< with the brackets of IPv6

  bool is_loopback() const;  ///< reachable from this machine only
  /// The address to call: the wildcards 0.0.0.0 and [::] become 127.0.0.1 and [::1].
  Address callable() const;
};

/// What repository URIs begin with. Docker takes no IPv6 literal in an image name (oci-push-pull.md §11), so
/// [::1] becomes localhost.
std::string registry_host_of(Address const& listening);

}  // namespace neargate::server
