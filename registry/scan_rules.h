#pragma once
// Which repositories a registry's scanning configuration means.

#include <string>
#include <string_view>
#include <vector>

#include "domain/clock.h"
#include "state/images.h"
#include "state/registry_settings.h"
#include "state/repositories.h"

namespace neargate::registry {

/// With a * the filter is a wildcard over the whole name, without one it is contained in the name.
bool filter_fits(std::string_view filter, std::string_view name);

struct AppliedScanning {
  std::string frequency = "MANUAL";  ///< the strongest that applies
  std::vector<std::string> filters;  ///< which brought that about; none: the repository's own setting
};
AppliedScanning applied_scanning(state::RegistryScanning const& scanning,
                                 state::Repository const& repository);

/// Indexes and what is no container image cannot be scanned.
bool is_scannable(state::Image const& image);

/// Asks for a scan when one is due for an image that was pushed just now.
void scan_on_push(state::Database& db, state::Repository const& repository, state::Image const& image,
                  domain::Time now);

}  // namespace neargate::registry
