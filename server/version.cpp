#include "server/version.h"

namespace neargate::server {

char const* version() { return NEARGATE_VERSION; }

}  // namespace neargate::server
