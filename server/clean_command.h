#pragma once
// `neargate clean`: removes what servers that no longer run left on Docker, and only that.

#include "docker/engine.h"
#include "server/config.h"

namespace neargate::server {

/// Prints what was removed; answers the exit status.
int clean(CleanConfig const& config, docker::Engine& engine);

}  // namespace neargate::server
