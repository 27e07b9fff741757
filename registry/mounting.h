#pragma once
// Showing a blob of one repository in another without sending it again.

#include <optional>

#include "domain/clock.h"
#include "registry/profile.h"
#include "state/repositories.h"

namespace neargate::registry {

struct MountAsked {
  domain::Digest digest;
  /// Where the client knows the blob; nullopt: it did not say.
  std::optional<state::Repository> source;
};

/// True when the target now shows the blob. False is no refusal: the client uploads it (oci-push-pull.md §7).
/// ECR mounts when the account asked for it and both repositories are encrypted alike; the specification lets
/// a registry look for the blob itself.
bool mount_blob(state::Database& db, Profile profile, state::Repository const& target,
                MountAsked const& asked, domain::Time now);

}  // namespace neargate::registry
