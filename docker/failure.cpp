#include <stdexcept>

#include "docker/engine.h"

namespace neargate::docker {

void throw_failure(Failure const& failure) { throw std::runtime_error("docker: " + failure.message); }

}  // namespace neargate::docker
