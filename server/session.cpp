#include "server/session.h"

#include <sys/sendfile.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "registry/pull_through.h"
#include "server/answer_head.h"
#include "server/readiness.h"
#include "server/request_log.h"
#include "server/routes.h"

namespace neargate::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using Stream = beast::basic_stream<asio::ip::tcp, Strand>;
using Parser = http::request_parser<http::buffer_body>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Strand>;
using Clock = std::chrono::steady_clock;
template <class T = void>
using Task = asio::awaitable<T, Strand>;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable_t<Strand>{});

constexpr std::size_t read_ahead_bytes = 16 * 1024;
constexpr std::size_t piece_bytes_max = 256 * 1024;
constexpr std::size_t sendfile_bytes_max = 1024 * 1024;
/// What a client that was refused early may still send before the connection is closed under it.
constexpr std::uint64_t linger_bytes_max = 64 * 1024 * 1024;
/// Between two looks at a fetch, which wakes who waits for it.
constexpr auto fetch_time = std::chrono::minutes{1};
constexpr auto linger_time = std::chrono::seconds{5};
constexpr unsigned char tls_handshake = 0x16;

/// What the connection does after an answer.
enum class Next { KeepAlive, Close, Linger };

RequestHead head_of(Parser const& parser) {
  auto const& message = parser.get();
  RequestHead head;
  head.method = std::string(message.method_string());
  head.target = origin_form(std::string(message.target()));
  for (auto const& field : message) head.headers.emplace_back(field.name_string(), field.value());
  if (auto const length = parser.content_length()) head.content_length = *length;
  head.http_1_1 = message.version() >= 11;
  return head;
}

/// The answer to what is no HTTP; nullopt where there is nobody to answer (silence, a lost connection).
std::optional<Answer> answer_to_bad_request(beast::error_code error) {
  bool const is_syntax = error.category() == make_error_code(http::error::bad_method).category();
  if (!is_syntax || error == http::error::end_of_stream || error == http::error::partial_message)
    return std::nullopt;
  bool const too_long = error == http::error::header_limit || error == http::error::buffer_overflow;
  Answer answer = plain_answer(too_long ? 431 : 400, "text/plain; charset=utf-8", error.message() + "\n");
  answer.service = "http";
  return answer;
}

class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(Socket socket, SessionContext context, std::function<void()> on_end)
      : stream_(std::move(socket)),
        timer_(stream_.get_executor()),
        buffer_(context.limits.header_bytes + 2 * read_ahead_bytes),
        routes_(context.routes),
        readiness_(context.readiness),
        limits_(context.limits),
        on_end_(std::move(on_end)) {}

  void start() override {
    auto const self = shared_from_this();
    asio::co_spawn(stream_.get_executor(), run(self), asio::detached);
  }
  void wake() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->waiting_for_runtime_) self->timer_.cancel();
    });
  }
  void drain() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      self->draining_ = true;
      if (self->idle_ || self->endless_) self->stream_.cancel();
      self->timer_.cancel();  // the runtime will not come any more, and nobody waits for a delay
    });
  }
  void abort() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      self->draining_ = true;
      self->stream_.close();
      self->timer_.cancel();
    });
  }

 private:
  Task<> run(std::shared_ptr<HttpSession> self);
  Task<> serve_requests();
  Task<bool> wait_for_request();
  Task<Next> serve_request();
  Task<Next> serve_head(RequestHead head);
  Task<> wait_for_runtime();
  Task<> wait_for_fetch(std::shared_ptr<registry::Fetch> fetch);
  Task<std::optional<Answer>> take_body(std::unique_ptr<Exchange> exchange, bool continue_expected);
  Task<Next> refuse(beast::error_code error);
  Task<Next> answer(Answer answer, AnswerForm form);
  Task<bool> write(std::string text);
  Task<> write_endless(std::shared_ptr<EndlessBody> body);
  Task<> delay(std::chrono::milliseconds length);
  Task<bool> write_file(RegistryAnswer::FileRange const& range);
  Task<bool> drop_body(std::uint64_t bytes_max, Clock::time_point deadline);
  Task<> linger();

  Stream stream_;
  Timer timer_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::vector<std::byte> piece_;
  Routes& routes_;
  Readiness& readiness_;
  Limits const& limits_;
  std::function<void()> on_end_;
  bool idle_ = false;
  bool waiting_for_runtime_ = false;
  bool draining_ = false;
  EndlessBody* endless_ = nullptr;  ///< being written
};

/// `self` keeps the session alive as long as it runs.
Task<> HttpSession::run(std::shared_ptr<HttpSession> self) {
  beast::error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  try {
    co_await serve_requests();
  } catch (std::exception const& error) {
    log_session_failure(error.what());
  }
  stream_.close();
  auto const on_end = std::move(on_end_);
  self.reset();
  on_end();
}

Task<> HttpSession::serve_requests() {
  while (!draining_) {
    if (!co_await wait_for_request()) co_return;
    if (static_cast<unsigned char const*>(buffer_.data().data())[0] == tls_handshake) {
      // docker knocks with TLS before every push, pull and login, and falls back to HTTP on exactly this
      // (oci-push-pull.md §8); what it sent is read so that it meets no reset.
      co_await write(plain_http_expected());
      co_await linger();
      co_return;
    }
    Next const next = co_await serve_request();
    if (next == Next::Linger) co_await linger();
    if (next != Next::KeepAlive) co_return;
  }
}

/// Waits for the first byte of a request; false when the client left or was silent for too long.
Task<bool> HttpSession::wait_for_request() {
  if (buffer_.size() > 0) co_return true;  // pipelined: it is here already
  if (piece_.size() > read_ahead_bytes) std::vector<std::byte>().swap(piece_);  // idle connections stay small
  idle_ = true;
  stream_.expires_after(limits_.idle_timeout);
  auto const [error, size] = co_await stream_.async_read_some(buffer_.prepare(read_ahead_bytes), as_result);
  idle_ = false;
  buffer_.commit(size);
  co_return !error && size > 0;
}

Task<Next> HttpSession::serve_request() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
  parser_->body_limit(boost::none);  // each exchange has its own limit
  stream_.expires_after(limits_.header_timeout);
  auto const [error, size] = co_await http::async_read_header(stream_, buffer_, *parser_, as_result);
  if (error) co_return co_await refuse(error);
  co_return co_await serve_head(head_of(*parser_));
}

/// Malformed or oversized: say so and close. Silence and lost connections are only closed.
Task<Next> HttpSession::refuse(beast::error_code error) {
  auto const refusal = answer_to_bad_request(error);
  if (!refusal) co_return Next::Close;
  log_request(*refusal, "malformed", std::chrono::microseconds{0});
  AnswerForm const form{.head_only = false, .http_1_1 = true, .keep_alive = false};
  co_await write(print_head(*refusal, form) + refusal->body);
  co_return Next::Linger;
}

Task<Next> HttpSession::serve_head(RequestHead head) {
  auto const began = Clock::now();
  AnswerForm form{
      .head_only = head.method == "HEAD", .http_1_1 = head.http_1_1, .keep_alive = parser_->keep_alive()};
  bool const continue_expected = expects_continue(head);
  if (!readiness_.is_ready() && routes_.needs_runtime(head)) co_await wait_for_runtime();

  Reply reply = routes_.open(head);
  if (auto* const fetch = std::get_if<std::shared_ptr<registry::Fetch>>(&reply)) {
    head.fetched = *fetch;
    co_await wait_for_fetch(head.fetched);
    if (!head.fetched->is_over()) co_return Next::Close;
    reply = routes_.open(head);
  }
  std::optional<Answer> answered;
  if (auto* const at_once = std::get_if<Answer>(&reply)) {
    answered = std::move(*at_once);
    // A client that waits for "100 Continue" will not send its body now; another one may be sending it.
    if (!parser_->is_done() && continue_expected) form.keep_alive = false;
  } else {
    auto exchange = std::move(std::get<std::unique_ptr<Exchange>>(reply));
    answered = co_await take_body(std::move(exchange), continue_expected);
  }
  if (!answered) co_return Next::Close;
  if (answered->delay.count() > 0) co_await delay(answered->delay);
  auto const took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  log_request(*answered, head.method, took);
  co_return co_await answer(std::move(*answered), form);
}

/// Returns when requests can be served, or when the client has waited long enough to be told.
Task<> HttpSession::wait_for_runtime() {
  waiting_for_runtime_ = true;
  timer_.expires_after(limits_.start_wait);
  co_await timer_.async_wait(as_result);
  waiting_for_runtime_ = false;
}

/// Returns when the fetch is over, or the server stops.
Task<> HttpSession::wait_for_fetch(std::shared_ptr<registry::Fetch> fetch) {
  std::weak_ptr<HttpSession> const weak = weak_from_this();
  auto const executor = stream_.get_executor();
  fetch->on_end([weak, executor] {
    asio::post(executor, [weak] {
      if (auto const self = weak.lock()) self->timer_.cancel();
    });
  });
  while (!draining_ && !fetch->is_over()) {
    timer_.expires_after(fetch_time);
    co_await timer_.async_wait(as_result);
  }
}

/// Hands the body over piece by piece. nullopt: the connection was lost on the way.
Task<std::optional<Answer>> HttpSession::take_body(std::unique_ptr<Exchange> exchange,
                                                   bool continue_expected) {
  if (continue_expected && !parser_->is_done() && buffer_.size() == 0) {
    std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    if (!co_await write(std::move(go_on))) co_return std::nullopt;
  }
  auto const length = parser_->content_length().value_or(piece_bytes_max);
  auto const piece_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(length, piece_bytes_max));
  if (piece_.size() < piece_bytes) piece_.resize(piece_bytes);
  bool wanted = true;
  while (wanted && !parser_->is_done()) {
    auto& body = parser_->get().body();
    body.data = piece_.data();
    body.size = piece_.size();
    stream_.expires_after(limits_.body_timeout);
    auto [error, size] = co_await http::async_read(stream_, buffer_, *parser_, as_result);
    std::size_t const received = piece_.size() - body.size;
    if (error && error != http::error::need_buffer) {
      // What did come is kept: an upload goes on from there (distribution spec, "Resumable Push").
      if (received > 0) exchange->write(std::span(piece_.data(), received));
      exchange.reset();
      co_return answer_to_bad_request(error);
    }
    if (received > 0) wanted = exchange->write(std::span(piece_.data(), received));
  }
  co_return exchange->finish();
}

Task<Next> HttpSession::answer(Answer answer, AnswerForm form) {
  bool const unread = !parser_->is_done();
  bool const droppable = parser_->content_length_remaining().value_or(0) <= unread_body_bytes_max;
  if (draining_ || answer.endless || (unread && !droppable)) form.keep_alive = false;

  std::string head = print_head(answer, form);
  bool const has_body = !form.head_only && allows_body(answer.status);
  if (has_body && !answer.file) head += answer.body;
  if (!co_await write(std::move(head))) co_return Next::Close;
  if (has_body && answer.endless) {
    co_await write_endless(std::move(answer.endless));
    co_return Next::Close;
  }
  if (has_body && answer.file && !co_await write_file(*answer.file)) co_return Next::Close;

  if (!unread) co_return form.keep_alive ? Next::KeepAlive : Next::Close;
  if (!form.keep_alive) co_return Next::Linger;
  bool const dropped = co_await drop_body(unread_body_bytes_max, Clock::now() + limits_.body_timeout);
  co_return dropped ? Next::KeepAlive : Next::Linger;
}

Task<bool> HttpSession::write(std::string text) {
  stream_.expires_after(limits_.write_timeout);
  auto const bytes = asio::buffer(text);
  auto const [error, size] = co_await asio::async_write(stream_, bytes, as_result);
  co_return !error;
}

/// Until the client goes, or is too slow, or the server stops. A pause is filled with a comment line, which
/// shows both sides that the other one is there.
Task<> HttpSession::write_endless(std::shared_ptr<EndlessBody> body) {
  std::weak_ptr<HttpSession> const weak = weak_from_this();
  auto const executor = stream_.get_executor();
  body->on_more([weak, executor] {
    asio::post(executor, [weak] {
      auto const self = weak.lock();
      if (!self || !self->endless_) return;
      if (self->endless_->is_lost()) self->stream_.close();
      self->timer_.cancel();
    });
  });
  endless_ = body.get();
  while (!draining_) {
    std::optional<std::string> text = body->next();
    if (!text) break;
    if (text->empty()) {
      timer_.expires_after(limits_.heartbeat);
      auto const [woken] = co_await timer_.async_wait(as_result);
      if (woken) continue;
      text = ": still here\n\n";
    }
    if (!co_await write(std::move(*text))) break;
  }
  endless_ = nullptr;
  body->on_more({});
}

/// An answer that was asked to be late; a server that stops does not wait for it.
Task<> HttpSession::delay(std::chrono::milliseconds length) {
  auto const until = Clock::now() + length;
  while (!draining_ && Clock::now() < until) {
    timer_.expires_at(until);
    co_await timer_.async_wait(as_result);
  }
}

/// The kernel copies from the page cache to the socket; we only wait until it takes more.
Task<bool> HttpSession::write_file(RegistryAnswer::FileRange const& range) {
  beast::error_code ignored;
  stream_.socket().native_non_blocking(true, ignored);
  auto offset = static_cast<off_t>(range.offset);
  std::uint64_t left = range.length;
  while (left > 0) {
    auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(left, sendfile_bytes_max));
    auto const sent = ::sendfile(stream_.socket().native_handle(), range.file.descriptor(), &offset, count);
    if (sent > 0) {
      left -= static_cast<std::uint64_t>(sent);
      continue;
    }
    if (sent == 0 || (errno != EAGAIN && errno != EINTR)) co_return false;  // cut short, or the client left
    timer_.expires_after(limits_.write_timeout);
    std::weak_ptr<HttpSession> const weak = weak_from_this();
    timer_.async_wait([weak](beast::error_code const& error) {
      auto const session = weak.lock();
      if (session && !error) session->stream_.close();
    });
    auto const [error] = co_await stream_.socket().async_wait(Socket::wait_write, as_result);
    timer_.cancel();
    if (error) co_return false;
  }
  co_return true;
}

/// Reads the rest of a body that nobody wants; false when there is more of it than that.
Task<bool> HttpSession::drop_body(std::uint64_t bytes_max, Clock::time_point deadline) {
  if (piece_.empty()) piece_.resize(read_ahead_bytes);
  std::uint64_t dropped = 0;
  stream_.expires_at(deadline);
  while (!parser_->is_done()) {
    if (dropped > bytes_max) co_return false;
    auto& body = parser_->get().body();
    body.data = piece_.data();
    body.size = piece_.size();
    auto const [error, size] = co_await http::async_read(stream_, buffer_, *parser_, as_result);
    if (error && error != http::error::need_buffer) co_return false;
    dropped += size;
  }
  co_return true;
}

/// Closes without a reset: a client that still sends must not lose our answer to it (oci-push-pull.md §9).
Task<> HttpSession::linger() {
  beast::error_code ignored;
  stream_.socket().shutdown(Socket::shutdown_send, ignored);
  if (piece_.empty()) piece_.resize(read_ahead_bytes);
  stream_.expires_after(linger_time);
  for (std::uint64_t dropped = 0; dropped < linger_bytes_max;) {
    auto const room = asio::buffer(piece_);
    auto const [error, size] = co_await stream_.async_read_some(room, as_result);
    if (error) co_return;
    dropped += size;
  }
}

}  // namespace

std::shared_ptr<Session> make_session(Socket socket, SessionContext context, std::function<void()> on_end) {
  return std::make_shared<HttpSession>(std::move(socket), context, std::move(on_end));
}

}  // namespace neargate::server
