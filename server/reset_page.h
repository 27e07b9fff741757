#pragma once
// POST /_neargate/reset: back to the beginning, for all or for one account or region (docs/own-pages.md).

#include <chrono>
#include <functional>
#include <set>
#include <string>

#include "server/own_answer.h"

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

/// Waits until none of these containers is left, and answers how many are after that patience.
using WaitUntilGone =
    std::function<std::size_t(std::set<std::string> const& docker_names, std::chrono::milliseconds patience)>;

/// What a reset reaches.
struct ResetReach {
  state::Store& store;
  registry::Registry* registry = nullptr;
  api::Faults* faults = nullptr;
  docker::SimulatedEngine* simulation = nullptr;
  EventFeed* feed = nullptr;
  WaitUntilGone wait_until_gone = {};
};

/// Forgets the rows, then waits for the reconciler to remove the containers that nobody wants any more, so
/// that names and addresses are free when it answers. Throws BadRequest.
Answer serve_reset(ResetReach const& reach, OwnRequest const& request);

}  // namespace neargate::server
