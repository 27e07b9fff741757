#pragma once
// What a client may ask of one connection.

#include <chrono>
#include <cstddef>

namespace neargate::server {

struct Limits {
  /// ECR passwords alone are kilobytes (oci-push-pull.md §5).
  std::size_t header_bytes = 64 * 1024;
  std::chrono::milliseconds header_timeout{
      std::chrono::seconds{20}};  ///< from a head's first byte to its last
  /// Longer than any SDK keeps a pooled connection, so that clients and not we close idle ones.
  std::chrono::milliseconds idle_timeout{std::chrono::minutes{5}};
  std::chrono::milliseconds body_timeout{std::chrono::minutes{2}};   ///< for each piece of a body
  std::chrono::milliseconds write_timeout{std::chrono::minutes{2}};  ///< for each piece of an answer
  std::chrono::milliseconds start_wait{std::chrono::seconds{45}};    ///< for the runtime, while it is set up
  std::chrono::milliseconds heartbeat{std::chrono::seconds{15}};     ///< in an event stream without events
  std::size_t connections_max = 4000;
  int threads = 4;  ///< handlers block (SQLite, disk) on these
};

}  // namespace neargate::server
