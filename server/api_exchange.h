#pragma once
// A request to one of the AWS APIs: its body is collected within a limit, then dispatched as a whole.

#include <string>

#include "server/http_message.h"

namespace neargate::api {
class Dispatch;
}

namespace neargate::server {

class EventFeed;

class ApiExchange final : public Exchange {
 public:
  /// No AWS request of these services comes near it; policy documents and task definitions are the largest.
  static constexpr std::size_t body_bytes_max = 16 * 1024 * 1024;

  /// `feed` is told of the call, if there is one.
  ApiExchange(api::Dispatch& dispatch, RequestHead head, EventFeed* feed)
      : dispatch_(dispatch), feed_(feed), head_(std::move(head)) {}

  bool write(std::span<std::byte const> piece) noexcept override;
  Answer finish() noexcept override;

 private:
  api::Dispatch& dispatch_;
  EventFeed* const feed_;
  RequestHead head_;
  std::string body_;
  bool too_large_ = false;
};

}  // namespace neargate::server
