#pragma once
// Who may come in, and as whom: ECR's passwords, signed URLs of layers, and everybody where the registry
// follows the OCI specification.

#include <variant>

#include "registry/registry.h"
#include "server/registry_answers.h"
#include "server/registry_http.h"
#include "server/registry_routes.h"

namespace neargate::server {

/// What the request asks for, as far as it is known before anybody is admitted.
struct RegistryAsked {
  RegistryRoute const& route;
  std::optional<domain::Scope> scope;  ///< told by the host or by the path
  domain::RepositoryName name;
};

struct RegistryGuest {
  domain::Scope scope;     ///< the account and region that a bare name means to this client
  std::string caller_arn;  ///< who asked for the password; "" where nobody did
};

/// Who this is, or the refusal.
std::variant<RegistryGuest, RegistryAnswer> admit(registry::Registry& registry,
                                                  RegistryHttpSettings const& settings,
                                                  RegistryRequest const& request, RegistryAsked const& asked);

}  // namespace neargate::server
