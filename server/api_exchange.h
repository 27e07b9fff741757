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
  /// UploadLayerPart of ECR takes 20 MiB as base64; no other request comes near it.
  static constexpr std::size_t body_bytes_max = 32 * 1024 * 1024;

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
