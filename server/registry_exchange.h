#pragma once
// One authorised request to the registry and the functions that answer it, one file a resource.

#include <optional>
#include <string>

#include "registry/registry.h"
#include "server/registry_answers.h"
#include "server/registry_http.h"
#include "server/registry_routes.h"
#include "state/repositories.h"

namespace neargate::server {

struct RegistryExchange {
  registry::Registry& registry;
  RegistryHttpSettings const& settings;
  RegistryRequest const& request;
  RegistryRoute route;
  domain::Scope caller;                      ///< whom the password was issued to
  std::string caller_arn;                    ///< the same, by name; "" where nobody asked for one
  std::optional<domain::Scope> host_scope;   ///< told by a host name like ECR's
  std::optional<domain::Scope> asked_scope;  ///< told by the host, else by the path
  domain::RepositoryName name;               ///< without ACCOUNT/REGION/

  bool is(std::string_view method) const { return request.method == method; }
  bool is_oci() const { return settings.profile == registry::Profile::Oci; }
  /// /v2/NAME/rest with the name as it was asked, so that the client stays in its own way of naming.
  std::string path(std::string const& rest) const;
};

/// Which account and region the request means; of a bare name the caller's if the repository is there, else
/// the default account's region that has it.
domain::Scope scope_of(state::Database& db, RegistryExchange const& exchange);
std::optional<state::Repository> find_repository(state::Database& db, RegistryExchange const& exchange);
/// The same for who wants to push: the profile may let the repository begin with it.
std::optional<state::Repository> find_or_make_repository(RegistryExchange const& exchange);
/// NAME_UNKNOWN as ECR words it.
RegistryAnswer name_unknown(RegistryExchange const& exchange);
/// 405, telling which methods there are.
RegistryAnswer method_unsupported(std::string const& allowed);

RegistryReply open_blob(RegistryExchange const& exchange);
RegistryReply open_upload_start(RegistryExchange const& exchange);
RegistryReply open_upload(RegistryExchange const& exchange);
RegistryReply open_manifest(RegistryExchange const& exchange);
RegistryAnswer delete_manifest(RegistryExchange const& exchange);
RegistryAnswer list_tags(RegistryExchange const& exchange);
RegistryAnswer list_catalog(RegistryExchange const& exchange);
RegistryAnswer list_referrers(RegistryExchange const& exchange);

}  // namespace neargate::server
