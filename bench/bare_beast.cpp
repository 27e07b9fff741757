// The ceiling for bench/: Beast reads a request and answers a constant, on one thread, and does nothing else.
// neargate's own figure is read as a share of this one.
//
//   bare_beast PORT

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

constexpr std::string_view answer = R"({"clusters":[],"failures":[]})";

asio::awaitable<void> serve(tcp::socket socket) {
  beast::tcp_stream stream(std::move(socket));
  stream.socket().set_option(tcp::no_delay(true));
  beast::flat_buffer buffer;
  for (;;) {
    http::request<http::string_body> request;
    auto const [failed, read] =
        co_await http::async_read(stream, buffer, request, asio::as_tuple(asio::use_awaitable));
    if (failed || read == 0) co_return;
    http::response<http::string_body> response(http::status::ok, request.version());
    response.set(http::field::content_type, "application/x-amz-json-1.1");
    response.body() = answer;
    response.keep_alive(request.keep_alive());
    response.prepare_payload();
    auto const [broken, written] =
        co_await http::async_write(stream, response, asio::as_tuple(asio::use_awaitable));
    if (broken || written == 0 || !response.keep_alive()) co_return;
  }
}

asio::awaitable<void> accept_on(tcp::acceptor& acceptor) {
  auto const executor = acceptor.get_executor();
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::uint16_t port = 0;
  std::string_view const asked = argc == 2 ? argv[1] : "";
  if (std::from_chars(asked.data(), asked.data() + asked.size(), port).ec != std::errc{} || port == 0) {
    std::fputs("usage: bare_beast PORT\n", stderr);
    return 2;
  }
  asio::io_context io(1);
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), port));
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&io](boost::system::error_code const&, int) { io.stop(); });
  asio::co_spawn(io, accept_on(acceptor), asio::detached);
  io.run();
}
