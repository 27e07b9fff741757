#pragma once
// /_neargate/sim: scripts for the containers of --runtime simulated, and orders to one that runs
// (docs/simulation.md).

#include "server/own_answer.h"

namespace neargate::docker {
class SimulatedEngine;
}

namespace neargate::server {

/// GET lists the scripts, POST adds one or acts at once, DELETE forgets them. Throws BadRequest.
Answer serve_simulation(docker::SimulatedEngine& engine, OwnRequest const& request);

}  // namespace neargate::server
