#pragma once
// Accepts connections and drains them: one io_context on a few threads, a strand for each connection.

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>

#include "server/address.h"
#include "server/limits.h"

namespace neargate::server {

class Routes;
class Readiness;

/// The address cannot be had; the text names it and says why.
struct ListenError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Listener final {
 public:
  /// Binds and listens, so that a client may connect from now on. Throws ListenError.
  Listener(Address const& address, Limits const& limits);
  ~Listener();
  Listener(Listener const&) = delete;
  Listener& operator=(Listener const&) = delete;

  Address address() const;  ///< with the port that port 0 became

  /// Begins to answer. Readiness may be set until this object goes.
  void start(Routes& routes, Readiness& readiness);
  /// Takes no more connections, closes the idle ones, lets requests in flight end until `patience` is over.
  /// Answers the number of connections cut off.
  std::size_t stop(std::chrono::milliseconds patience);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace neargate::server
