#pragma once
// One connection: its requests one after the other, its limits, its end.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <functional>
#include <memory>

#include "server/limits.h"

namespace neargate::server {

class Routes;
class Readiness;

using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;

struct SessionContext {
  Routes& routes;
  Readiness& readiness;
  Limits const& limits;
};

class Session {
 public:
  virtual ~Session() = default;
  virtual void start() = 0;
  virtual void wake() = 0;   ///< the runtime is ready; from any thread
  virtual void drain() = 0;  ///< ends after the request in flight, if there is one; from any thread
  virtual void abort() = 0;  ///< ends now; from any thread
};

/// A session that runs on the socket's strand from start() until it ends, then calls `on_end`.
std::shared_ptr<Session> make_session(Socket socket, SessionContext context, std::function<void()> on_end);

}  // namespace neargate::server
