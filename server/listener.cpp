#include "server/listener.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "server/readiness.h"
#include "server/session.h"

namespace neargate::server {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto accept_pause = std::chrono::milliseconds{100};

std::vector<tcp::endpoint> resolve(asio::io_context& io, Address const& address) {
  boost::system::error_code error;
  tcp::resolver resolver(io);
  auto const found = resolver.resolve(address.host, std::to_string(address.port),
                                      tcp::resolver::passive | tcp::resolver::numeric_service, error);
  if (error) throw ListenError(fmt::format("cannot listen on {}: {}", address.text(), error.message()));
  std::vector<tcp::endpoint> endpoints;
  for (auto const& entry : found) endpoints.push_back(entry.endpoint());
  return endpoints;
}

/// The sessions that are open; waits for the last to leave.
class Sessions {
 public:
  using Place = std::list<std::weak_ptr<Session>>::iterator;

  std::size_t size() const {
    std::lock_guard const lock(mutex_);
    return sessions_.size();
  }
  Place reserve() {
    std::lock_guard const lock(mutex_);
    return sessions_.emplace(sessions_.end());
  }
  /// False: the doors are closed, this one came too late to hear of it.
  bool enter(Place place, std::weak_ptr<Session> session) {
    std::lock_guard const lock(mutex_);
    *place = std::move(session);
    return !closed_;
  }
  void close() {
    std::lock_guard const lock(mutex_);
    closed_ = true;
  }
  void leave(Place place) {
    std::lock_guard const lock(mutex_);
    sessions_.erase(place);
    if (sessions_.empty()) empty_.notify_all();
  }
  void each(void (Session::*call)()) {
    std::vector<std::shared_ptr<Session>> open;
    {
      std::lock_guard const lock(mutex_);
      for (auto const& session : sessions_)
        if (auto held = session.lock()) open.push_back(std::move(held));
    }
    for (auto const& session : open) ((*session).*call)();
  }
  bool wait_until_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return empty_.wait_for(lock, patience, [this] { return sessions_.empty(); });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::list<std::weak_ptr<Session>> sessions_;
  bool closed_ = false;
};

}  // namespace

struct Listener::State {
  explicit State(Limits const& its_limits) : limits(its_limits), io(its_limits.threads) {}

  asio::awaitable<void> accept(tcp::acceptor& acceptor, SessionContext context);
  void admit(Socket socket, SessionContext context);
  void close_acceptors();

  Limits limits;
  asio::io_context io;
  std::list<tcp::acceptor> acceptors;
  Sessions sessions;
  std::vector<std::thread> threads;
};

Listener::Listener(Address const& address, Limits const& limits) : state_(std::make_unique<State>(limits)) {
  std::uint16_t port = address.port;
  for (tcp::endpoint endpoint : resolve(state_->io, address)) {
    endpoint.port(port);  // a name of several addresses gets one port
    try {
      tcp::acceptor& acceptor = state_->acceptors.emplace_back(asio::make_strand(state_->io), endpoint, true);
      port = acceptor.local_endpoint().port();
    } catch (boost::system::system_error const& error) {
      auto const message =
          fmt::format("cannot listen on {}: {}", Address{address.host, port}.text(), error.code().message());
      bool const first = state_->acceptors.empty();
      if (first) throw ListenError(message);
      spdlog::warn("{} ({})", message, endpoint.address().to_string());
    }
  }
}

Listener::~Listener() { stop(std::chrono::milliseconds{0}); }

Address Listener::address() const {
  auto const endpoint = state_->acceptors.front().local_endpoint();
  return {endpoint.address().to_string(), endpoint.port()};
}

void Listener::start(Routes& routes, Readiness& readiness) {
  SessionContext const context{routes, readiness, state_->limits};
  for (tcp::acceptor& acceptor : state_->acceptors)
    asio::co_spawn(acceptor.get_executor(), state_->accept(acceptor, context), asio::detached);
  readiness.on_ready([state = state_.get()] { state->sessions.each(&Session::wake); });
  for (int i = 0; i < state_->limits.threads; ++i) state_->threads.emplace_back([this] { state_->io.run(); });
}

asio::awaitable<void> Listener::State::accept(tcp::acceptor& acceptor, SessionContext context) {
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    Strand const strand(io.get_executor());
    auto const token = asio::as_tuple(asio::use_awaitable);
    auto [error, socket] = co_await acceptor.async_accept(strand, token);
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) break;
    if (error) {
      // Out of descriptors, mostly: sessions that end will free some.
      spdlog::warn("a connection could not be accepted: {}", error.message());
      pause.expires_after(accept_pause);
      co_await pause.async_wait(token);
      continue;
    }
    admit(std::move(socket), context);
  }
}

void Listener::State::admit(Socket socket, SessionContext context) {
  if (sessions.size() >= limits.connections_max) {
    spdlog::warn("{} connections are open: one more is refused", limits.connections_max);
    return;
  }
  auto const place = sessions.reserve();
  auto const session = make_session(std::move(socket), context, [this, place] { sessions.leave(place); });
  bool const in_time = sessions.enter(place, session);
  session->start();
  if (!in_time) session->drain();
}

void Listener::State::close_acceptors() {
  for (tcp::acceptor& acceptor : acceptors)
    asio::post(acceptor.get_executor(), [&acceptor] {
      boost::system::error_code ignored;
      acceptor.close(ignored);
    });
}

std::size_t Listener::stop(std::chrono::milliseconds patience) {
  if (state_->threads.empty()) return 0;
  state_->close_acceptors();
  state_->sessions.close();
  state_->sessions.each(&Session::drain);
  std::size_t cut_off = 0;
  if (!state_->sessions.wait_until_empty(patience)) {
    cut_off = state_->sessions.size();
    state_->sessions.each(&Session::abort);
  }
  state_->io.stop();
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
  return cut_off;
}

}  // namespace neargate::server
