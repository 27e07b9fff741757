#pragma once
// /_neargate/faults: errors and latencies on demand (docs/own-pages.md).

#include "server/own_answer.h"

namespace neargate::api {
class Faults;
}

namespace neargate::server {

/// GET lists the faults, POST adds one, DELETE removes them. Throws BadRequest.
Answer serve_faults(api::Faults& faults, OwnRequest const& request);

}  // namespace neargate::server
