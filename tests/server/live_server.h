#pragma once
// A server on a free port, over a store in memory: everything but the runtime.

#include <memory>

#include "api/dispatch.h"
#include "domain/clock.h"
#include "domain/mint.h"
#include "server/health.h"
#include "server/listener.h"
#include "server/readiness.h"
#include "server/routes.h"
#include "state/store.h"

namespace neargate::server {

class LiveServer {
 public:
  explicit LiveServer(Limits const& limits = {}, bool ready = true)
      : dispatch(api::Settings{}, store, clock, mint), listener({"127.0.0.1", 0}, limits) {
    if (ready) become_ready();
    listener.start(routes, readiness);
  }

  void become_ready() {
    routes.connect({.dispatch = &dispatch, .registry = nullptr});
    health.set_ready();
    readiness.set_ready();
  }
  std::uint16_t port() const { return listener.address().port; }

  domain::SystemClock clock;
  domain::Mint mint{1};
  state::Store store{":memory:"};
  api::Dispatch dispatch;
  Health health{"instance-1"};
  Routes routes{HostList(), health, mint};
  Readiness readiness;
  Listener listener;
};

}  // namespace neargate::server
