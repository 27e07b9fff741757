#pragma once
// The pages below /_neargate/: what tests and people ask of this server that AWS does not have.

#include <atomic>
#include <mutex>
#include <string>

#include "domain/mint.h"
#include "server/own_answer.h"
#include "server/reset_page.h"

namespace neargate::api {
class Faults;
}
namespace neargate::docker {
class SimulatedEngine;
}
namespace neargate::registry {
class Registry;
}
namespace neargate::state {
class Store;
}

namespace neargate::server {

class EventFeed;
class Health;

/// What the pages speak of, once it is there.
struct OwnBackends {
  docker::SimulatedEngine* simulation = nullptr;  ///< only with --runtime simulated
  api::Faults* faults = nullptr;
  EventFeed* feed = nullptr;
  state::Store* store = nullptr;
  registry::Registry* registry = nullptr;
  WaitUntilGone wait_until_gone = {};
};

class OwnPages final {
 public:
  static constexpr std::size_t body_bytes_max = 1024 * 1024;

  OwnPages(Health const& health, domain::Mint& mint) : health_(health), mint_(mint) {}

  /// The runtime is set up. Called once.
  void connect(OwnBackends const& backends);

  static bool needs_runtime(RequestHead const& head);
  Reply open(RequestHead const& head) noexcept;
  Answer serve(OwnRequest const& request) noexcept;

 private:
  Answer health(OwnRequest const& request);
  Answer simulation(OwnRequest const& request);
  Answer faults(OwnRequest const& request);
  Answer lifecycle(OwnRequest const& request);
  Answer reset(OwnRequest const& request);
  Answer events(OwnRequest const& request);
  Answer passwords(OwnRequest const& request);

  struct Page {
    char const* path;
    char const* methods;  ///< as the Allow header says it
    bool has_items;       ///< serves PATH/ID, too
    bool needs_runtime;
    Answer (OwnPages::*serve)(OwnRequest const&);
  };
  static Page const pages[];
  static Page const* find_page(std::string const& path);

  Health const& health_;
  domain::Mint& mint_;
  OwnBackends backends_;
  std::atomic<bool> connected_ = false;
  std::mutex resetting_;
};

}  // namespace neargate::server
