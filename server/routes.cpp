#include "server/routes.h"

#include <fmt/format.h>

#include "server/answer_head.h"
#include "server/api_exchange.h"
#include "server/own_answer.h"
#include "server/page_names.h"

namespace neargate::server {

namespace {

bool is_below(std::string_view path, std::string_view folder) {
  return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

std::optional<std::string_view> present(RequestHead const& head, std::string_view name) {
  std::string_view const value = head.header(name);
  return value.empty() ? std::nullopt : std::optional(value);
}

std::string path_of(std::string const& target) { return target.substr(0, target.find_first_of("?#")); }

Answer text_answer(int status, std::string text) {
  return plain_answer(status, "text/plain; charset=utf-8", std::move(text) + "\n");
}

/// A registry upload behind the session's interface.
class RegistryExchange final : public Exchange {
 public:
  RegistryExchange(std::unique_ptr<UploadSink> sink, std::string operation, std::string request_id)
      : sink_(std::move(sink)), operation_(std::move(operation)), request_id_(std::move(request_id)) {}
  bool write(std::span<std::byte const> piece) noexcept override { return sink_->write(piece); }
  Answer finish() noexcept override {
    return {{sink_->finish()}, "registry", std::move(operation_), std::move(request_id_), {}};
  }

 private:
  std::unique_ptr<UploadSink> sink_;
  std::string operation_, request_id_;
};

Answer not_ready(Door door) {
  constexpr char const* why = "neargate is starting; GET /_neargate/health says what it is waiting for";
  Answer answer =
      door == Door::Registry
          ? json_answer(503, fmt::format(R"({{"errors":[{{"code":"UNAVAILABLE","message":"{}"}}]}})", why))
          : json_answer(503,
                        fmt::format(R"({{"__type":"ServiceUnavailableException","message":"{}"}})", why));
  answer.headers.emplace_back("Retry-After", "1");
  answer.service = door == Door::Registry ? "registry" : "api";
  return answer;
}

}  // namespace

Door door_of(std::string_view target) {
  std::string_view const path = own_page_path(target.substr(0, target.find_first_of("?#")));
  if (is_below(path, "/v2")) return Door::Registry;
  if (is_below(path, "/_neargate")) return Door::OwnPage;
  if (is_below(path, "/console")) return Door::Console;
  return Door::Api;
}

void Routes::connect(Backends const& backends) {
  backends_ = backends;
  own_pages_.connect(backends.own);
  connected_.store(true, std::memory_order_release);
}

bool Routes::needs_runtime(RequestHead const& head) const {
  Door const door = door_of(head.target);
  bool const needs =
      door == Door::Registry || door == Door::Api || (door == Door::OwnPage && OwnPages::needs_runtime(head));
  return needs && !refuse(head);
}

std::optional<Answer> Routes::refuse(RequestHead const& head) const {
  auto const refused = refuse_stranger(hosts_, {.method = head.method,
                                                .host = present(head, "Host"),
                                                .origin = present(head, "Origin"),
                                                .http_1_1 = head.http_1_1,
                                                .upgrade = present(head, "Upgrade").has_value()});
  if (!refused) return std::nullopt;
  Answer answer = text_answer(refused->status, refused->reason);
  answer.service = "guard";
  answer.operation = head.method + " " + path_of(head.target);
  return answer;
}

Reply Routes::open(RequestHead const& head) noexcept {
  if (auto refused = refuse(head)) return std::move(*refused);
  if (auto const expectation = head.header("Expect"); head.http_1_1 && !expectation.empty())
    if (!is_continue(expectation)) {
      Answer answer = text_answer(417, "only 100-continue can be expected here");
      answer.service = "http";
      return answer;
    }
  Door const door = door_of(head.target);
  if (door == Door::OwnPage) return own_pages_.open(head);
  if (door == Door::Console) return console(head);
  if (!connected_.load(std::memory_order_acquire)) return not_ready(door);
  if (door == Door::Registry) return registry(head, *backends_.registry);
  return std::make_unique<ApiExchange>(*backends_.dispatch, head, backends_.own.feed);
}

Reply Routes::registry(RequestHead const& head, RegistryHttp& registry) {
  std::string operation = head.method + " " + path_of(head.target);
  std::string request_id = mint_.uuid();
  RegistryReply reply = registry.open(head);
  if (auto* const sink = std::get_if<std::unique_ptr<UploadSink>>(&reply))
    return std::make_unique<RegistryExchange>(std::move(*sink), std::move(operation), std::move(request_id));
  if (auto* const fetch = std::get_if<std::shared_ptr<registry::Fetch>>(&reply)) return std::move(*fetch);
  return Answer{{std::get<RegistryAnswer>(std::move(reply))},
                "registry",
                std::move(operation),
                std::move(request_id),
                {}};
}

Answer Routes::console(RequestHead const& head) {
  Answer answer =
      text_answer(404, "this neargate has no console yet; its APIs and registry are served on this port");
  answer.service = "neargate";
  answer.operation = head.method + " " + path_of(head.target);
  answer.request_id = mint_.uuid();
  return answer;
}

}  // namespace neargate::server
