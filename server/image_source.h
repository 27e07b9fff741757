#pragma once
// How the reconciler learns which images are our own: names resolved by the registry, with a password that
// lets the daemon pull.

#include "reconcile/images.h"

namespace neargate::domain {
class Clock;
}
namespace neargate::registry {
class Registry;
}

namespace neargate::server {

struct RegistryHosts {
  std::string printed;  ///< as repository URIs begin
  std::string pulled;   ///< 127.0.0.1:PORT, where the daemon reaches the registry
};

reconcile::ImageSource image_source(registry::Registry& registry, domain::Clock const& clock,
                                    RegistryHosts hosts);

}  // namespace neargate::server
