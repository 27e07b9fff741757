#include "registry/mounting.h"

#include "state/blobs.h"
#include "state/registry_settings.h"

namespace neargate::registry {

namespace {

/// AWS: "Repositories must use identical encryption type and keys"; until an account enables it, ECR answers
/// with an upload.
bool ecr_mounts(state::Database& db, state::Repository const& source, state::Repository const& target) {
  return state::find_registry_setting(db, target.scope, state::blob_mounting) == "ENABLED" &&
         source.encryption_type == target.encryption_type && source.kms_key == target.kms_key;
}

std::optional<state::RepositoryId> source_of(state::Database& db, Profile profile,
                                             state::Repository const& target, MountAsked const& asked) {
  if (asked.source) {
    bool const allowed = asked.source->scope == target.scope &&
                         (profile == Profile::Oci || ecr_mounts(db, *asked.source, target));
    return allowed ? std::optional(asked.source->id) : std::nullopt;
  }
  if (profile == Profile::Ecr) return std::nullopt;
  return state::find_repository_with_blob(db, target.scope, asked.digest);
}

}  // namespace

bool mount_blob(state::Database& db, Profile profile, state::Repository const& target,
                MountAsked const& asked, domain::Time now) {
  auto const source = source_of(db, profile, target, asked);
  auto const blob = source ? state::find_blob(db, *source, asked.digest) : std::nullopt;
  // The target may have gone meanwhile; its rows would dangle.
  if (!blob || !state::repository_exists(db, target.id)) return false;
  state::link_blob(db, target.id, asked.digest, blob->size, now);
  return true;
}

}  // namespace neargate::registry
