#include "registry/scan_rules.h"

#include <algorithm>

#include "registry/manifests.h"
#include "state/image_scans.h"

namespace neargate::registry {

namespace {

int strength(std::string_view frequency) {
  return frequency == "CONTINUOUS_SCAN" ? 2 : frequency == "SCAN_ON_PUSH" ? 1 : 0;
}

}  // namespace

bool filter_fits(std::string_view filter, std::string_view name) {
  return filter.find('*') == filter.npos ? name.find(filter) != name.npos : matches_wildcard(filter, name);
}

AppliedScanning applied_scanning(state::RegistryScanning const& scanning,
                                 state::Repository const& repository) {
  AppliedScanning applied;
  // A repository's own setting counts in basic scanning alone.
  if (scanning.scan_type == "BASIC" && repository.scan_on_push) applied.frequency = "SCAN_ON_PUSH";
  for (state::ScanningRule const& rule : scanning.rules) {
    std::vector<std::string> fitting;
    for (std::string const& filter : rule.filters)
      if (filter_fits(filter, repository.name.text())) fitting.push_back(filter);
    if (fitting.empty() || strength(rule.frequency) < strength(applied.frequency)) continue;
    applied = {rule.frequency, std::move(fitting)};
  }
  return applied;
}

bool is_scannable(state::Image const& image) {
  std::string const config = image.config_media_type.value_or("");
  return config == "application/vnd.docker.container.image.v1+json" ||
         config == "application/vnd.oci.image.config.v1+json";
}

void scan_on_push(state::Database& db, state::Repository const& repository, state::Image const& image,
                  domain::Time now) {
  auto const scanning = state::find_registry_scanning(db, repository.scope);
  // FIXME: enhanced scanning is Amazon Inspector's; here it is a setting without findings.
  if (scanning.scan_type != "BASIC" || !is_scannable(image)) return;
  if (strength(applied_scanning(scanning, repository).frequency) == 0) return;
  state::save_image_scan(db, {.repository = repository.id, .digest = image.digest, .requested_at = now});
}

}  // namespace neargate::registry
