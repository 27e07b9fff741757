#include "server/api_exchange.h"

#include "api/dispatch.h"
#include "api/wire/wire.h"
#include "server/event_feed.h"

namespace neargate::server {

bool ApiExchange::write(std::span<std::byte const> piece) noexcept {
  too_large_ =
      head_.content_length.value_or(0) > body_bytes_max || piece.size() > body_bytes_max - body_.size();
  if (too_large_) return false;
  if (body_.empty()) body_.reserve(head_.content_length.value_or(piece.size()));
  body_.append(reinterpret_cast<char const*>(piece.data()), piece.size());
  return true;
}

Answer ApiExchange::finish() noexcept {
  if (too_large_) {
    Answer answer =
        plain_answer(413, "application/x-amz-json-1.1", R"({"__type":"RequestEntityTooLargeException"})");
    answer.service = "api";
    return answer;
  }
  api::wire::Request request;
  request.method = std::move(head_.method);
  auto const question = head_.target.find('?');
  request.path = head_.target.substr(0, question);
  if (question != std::string::npos) request.query = head_.target.substr(question + 1);
  for (auto& [name, value] : head_.headers) request.headers.add(std::move(name), std::move(value));
  request.body = std::move(body_);

  api::wire::Response response = dispatch_.handle(request);
  Answer answer;
  answer.status = response.status;
  for (auto const& line : response.headers.lines()) answer.headers.push_back(line);
  answer.body = std::move(response.body);
  answer.service = response.service;
  answer.operation = response.operation;
  answer.request_id = response.request_id;
  answer.delay = response.delay;
  if (feed_) feed_->tell_call(response);
  if (!response.error_code.empty()) answer.log_detail = "error=" + response.error_code;
  if (!response.detail.empty()) answer.log_detail += " detail=\"" + response.detail + "\"";
  return answer;
}

}  // namespace neargate::server
