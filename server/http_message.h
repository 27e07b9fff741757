#pragma once
// A request and its answer between session (sockets) and routes (meaning), free of Beast.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "server/registry_http.h"

namespace neargate::server {

struct RequestHead : RegistryRequest {
  bool http_1_1 = true;
};

/// A body without an end, written piece by piece as there is something to say. The session's strand calls all
/// of it.
class EndlessBody {
 public:
  virtual ~EndlessBody() = default;
  /// What is to be written now; "" = nothing yet; nullopt: it ends here.
  virtual std::optional<std::string> next() = 0;
  /// The reader is too slow to be served any longer.
  virtual bool is_lost() const = 0;
  /// `wake` is called, on any thread, when next() has more or is_lost() came true.
  virtual void on_more(std::function<void()> wake) = 0;
};

/// A whole answer, with what the log says of it.
struct Answer : RegistryAnswer {
  std::string service;                   ///< ecs, registry, neargate …
  std::string operation;                 ///< CreateCluster, or the method and path
  std::string request_id;                ///< uuid
  std::string log_detail;                ///< what the client is not told
  std::chrono::milliseconds delay{0};    ///< it is to leave so much later
  std::shared_ptr<EndlessBody> endless;  ///< follows the head, until the client or the server goes
};

Answer plain_answer(int status, std::string content_type, std::string body);

/// A request whose body is being taken. Destroyed without finish(): the connection was lost.
class Exchange {
 public:
  virtual ~Exchange() = default;
  /// False: no more is wanted; finish() says why.
  virtual bool write(std::span<std::byte const> piece) noexcept = 0;
  /// May block (disk, SQLite). Called once.
  virtual Answer finish() noexcept = 0;
};

/// What becomes of a request once its head is known: an answer at once, an exchange that takes the body, or a
/// fetch to wait for before the request is opened again.
using Reply = std::variant<Answer, std::unique_ptr<Exchange>, std::shared_ptr<registry::Fetch>>;

}  // namespace neargate::server
