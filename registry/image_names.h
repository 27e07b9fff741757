#pragma once
// Does a task definition's image string name an image of this registry? AWS's own names do, when the
// repository is here; so do the URIs that we print.

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"
#include "state/database.h"

namespace neargate::registry {

/// How images are named on this server.
struct ImageNaming {
  std::string registry_host;  ///< as repositoryUri prints it; may hold {account} and {region}
  std::string pull_host;      ///< 127.0.0.1:PORT, where the daemon reaches the registry
  domain::Scope bare{};       ///< account and region of HOST/name without a prefix
};

struct LocalImage {
  domain::Scope scope;
  domain::RepositoryName repository;
  std::optional<std::string> tag;        ///< as named ("latest" when the name has neither tag nor digest)
  std::optional<domain::Digest> digest;  ///< of the manifest; nullopt: the repository has no such image
  std::string pull_reference;            ///< 127.0.0.1:PORT/ACCOUNT/REGION/name:tag or @sha256:…
};

/// nullopt: the name is another registry's, or names a repository that is not here.
std::optional<LocalImage> find_local_image(state::Database& db, ImageNaming const& naming,
                                           std::string_view image);

}  // namespace neargate::registry
