#pragma once
// /v2/: the OCI distribution API with Amazon ECR's semantics, free of sockets. A session gives it a request's
// head and gets either an answer or a sink for the body. Start here; registry_routes.h takes targets apart.
//
// For the session (server/session.cpp):
//   1. When the head of a request for /v2 or /v2/… is complete: `auto reply = http.open(request);`
//   2. RegistryAnswer: write it. An unread request body is then read and dropped up to
//      `unread_body_bytes_max`, else the connection is closed after the answer ("Connection: close").
//   3. UploadSink: send "100 Continue" if the client expects it, hand over every piece of the body with
//   write(),
//      then write finish()'s answer. When write() says false the sink wants no more: call finish() at once
//      and treat the rest of the body as in 2. When the connection drops, destroy the sink without finish().
//
//   4. Fetch: the image comes from another registry first. When the fetch is over, open() the request again,
//   with `fetched` set; nobody else waits meanwhile.
//
// Everything here does blocking work (SQLite, disk; finish() waits for an fsync). Call it from any thread;
// one sink is used by one thread at a time. Nothing throws: failures are logged and become answers.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "domain/ids.h"
#include "registry/file.h"
#include "registry/profile.h"

namespace neargate::registry {
class Fetch;
class Registry;
}  // namespace neargate::registry

namespace neargate::server {

/// A body that nobody reads is drained up to this size before the connection is closed under it.
inline constexpr std::uint64_t unread_body_bytes_max = 1024 * 1024;

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// The head of a request, as it came.
struct RegistryRequest {
  std::string method;                           ///< GET, HEAD …
  std::string target;                           ///< path and query, still percent-encoded
  HeaderList headers;                           ///< every line, repeated ones too; names in any case
  std::optional<std::uint64_t> content_length;  ///< nullopt: no body, or a chunked one
  std::shared_ptr<registry::Fetch> fetched;     ///< which this request was told to wait for

  /// The first header of this name (any case); empty when there is none.
  std::string_view header(std::string_view name) const;
};

/// A whole answer. `headers` always says Content-Length where a body may be (HEAD too, where it is the length
/// that GET would send and nothing follows): the session adds none of its own.
struct RegistryAnswer {
  int status = 200;
  HeaderList headers;
  std::string body;

  /// Instead of `body`: this part of a file. Sent without touching the bytes (no content coding).
  struct FileRange {
    registry::File file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
  };
  std::optional<FileRange> file;

  std::string_view header(std::string_view name) const;
};

/// Takes a request's body. Destroyed without finish(): the connection was lost; what came stays truthfully
/// told.
class UploadSink {
 public:
  virtual ~UploadSink() = default;
  /// False: no more is wanted (too large, disk full); finish() says why.
  virtual bool write(std::span<std::byte const> piece) noexcept = 0;
  virtual RegistryAnswer finish() noexcept = 0;
};

using RegistryReply =
    std::variant<RegistryAnswer, std::unique_ptr<UploadSink>, std::shared_ptr<registry::Fetch>>;

/// What the command line decided.
struct RegistryHttpSettings {
  domain::AccountId default_account{"123456789012"};
  domain::Region default_region{"us-east-1"};
  registry::Profile profile = registry::Profile::Ecr;
  /// Asked before a manifest is read (scope, repository, tag or digest), on a thread that may wait: the place
  /// to bring an image from elsewhere first. Empty: nothing is.
  std::function<void(domain::Scope const&, domain::RepositoryName const&, std::string const&)> before_pull;
};

class RegistryHttp final {
 public:
  RegistryHttp(registry::Registry& registry, RegistryHttpSettings settings);

  RegistryReply open(RegistryRequest const& request) noexcept;

 private:
  registry::Registry& registry_;
  RegistryHttpSettings settings_;
};

}  // namespace neargate::server
