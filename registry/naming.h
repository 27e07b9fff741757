#pragma once
// Names of the registry: which account and region a request or an image name means, and how a repositoryUri
// is printed (oci-push-pull.md §11).

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"
#include "registry/profile.h"

namespace neargate::registry {

/// ECR's grammar, 2 to 256 characters; the specification's is the same without a shortest length.
bool is_repository_name(std::string_view text, Profile profile = Profile::Ecr);
bool is_tag(std::string_view text);      ///< docker's grammar, 1 to 128 characters
bool is_account(std::string_view text);  ///< 12 digits

/// ACCOUNT.dkr.ecr.REGION.anything, with or without a port; also dkr-ecr and ecr-fips.
std::optional<domain::Scope> scope_of_host(std::string_view host);

/// A path below /v2/ as asked: ACCOUNT/REGION/name, or a bare name without a scope.
struct AskedName {
  std::optional<domain::Scope> scope;
  std::string name;
};
AskedName split_asked_name(std::string_view asked);

/// HOST/ACCOUNT/REGION/name; HOST/name when the host form says {account} and {region} itself.
std::string repository_uri(std::string_view registry_host, domain::Scope const& scope,
                           domain::RepositoryName const& name);
/// arn:aws:ecr:REGION:ACCOUNT:repository/NAME
std::string repository_arn(domain::Scope const& scope, domain::RepositoryName const& name);
/// http://HOST, as docker login takes it.
std::string proxy_endpoint(std::string_view registry_host, domain::Scope const& scope);

}  // namespace neargate::registry
