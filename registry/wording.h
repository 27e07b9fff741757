#pragma once
// The sentences of ECR that both its API and its registry say (ecr.md).

#include <string>
#include <vector>

#include "domain/ids.h"

namespace neargate::registry {

std::string repository_missing_text(domain::AccountId const& registry_id,
                                    domain::RepositoryName const& repository);
std::string layers_missing_text(domain::Scope const& scope, domain::RepositoryName const& repository,
                                std::vector<domain::Digest> const& digests);
std::string images_missing_text(domain::Scope const& scope, domain::RepositoryName const& repository,
                                std::vector<domain::Digest> const& digests);
std::string tag_immutable_text(domain::RepositoryName const& repository, std::string const& tag);
std::string digest_mismatch_text(domain::Scope const& scope, domain::RepositoryName const& repository,
                                 domain::Digest const& digest);
inline constexpr char const* manifest_invalid_text =
    "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'";
inline constexpr char const* image_missing_text = "Requested image not found";
inline constexpr char const* password_expired_text =
    "Your authorization token has expired. Reauthenticate and try again.";

}  // namespace neargate::registry
