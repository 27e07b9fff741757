#include "server/registry_http.h"

#include "registry/create_on_push.h"
#include "registry/naming.h"
#include "registry/wording.h"
#include "server/registry_admission.h"
#include "server/registry_exchange.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

RegistryAnswer ping(RegistryExchange const& exchange) {
  if (!exchange.is("GET") && !exchange.is("HEAD")) return method_unsupported("GET, HEAD");
  return json_answer("{}", "application/json");
}

RegistryReply dispatch(RegistryExchange const& exchange) {
  switch (exchange.route.resource) {
    case RegistryResource::Ping:
      return ping(exchange);
    case RegistryResource::Catalog:
      return list_catalog(exchange);
    case RegistryResource::Unknown:
      return error_answer(oci::not_found, "There is no such resource");
    case RegistryResource::Tags:
    case RegistryResource::Manifest:
    case RegistryResource::Blob:
    case RegistryResource::UploadStart:
    case RegistryResource::Upload:
    case RegistryResource::Referrers:
      break;
  }
  if (!registry::is_repository_name(exchange.name.text(), exchange.settings.profile))
    return error_answer(oci::name_invalid, "Invalid repository name: " + exchange.name.text());
  switch (exchange.route.resource) {
    case RegistryResource::Tags:
      return list_tags(exchange);
    case RegistryResource::Manifest:
      return open_manifest(exchange);
    case RegistryResource::Blob:
      return open_blob(exchange);
    case RegistryResource::UploadStart:
      return open_upload_start(exchange);
    case RegistryResource::Upload:
      return open_upload(exchange);
    case RegistryResource::Referrers:
      return list_referrers(exchange);
    case RegistryResource::Ping:
    case RegistryResource::Catalog:
    case RegistryResource::Unknown:
      break;
  }
  return error_answer(oci::not_found, "There is no such resource");
}

}  // namespace

std::string RegistryExchange::path(std::string const& rest) const {
  return "/v2/" + percent_encode(route.asked_name) + '/' + rest;
}

domain::Scope scope_of(state::Database& db, RegistryExchange const& exchange) {
  if (exchange.asked_scope) return *exchange.asked_scope;
  domain::Scope const usual{exchange.settings.default_account, exchange.settings.default_region};
  for (domain::Scope const& scope : {exchange.caller, usual})
    if (state::find_repository(db, scope, exchange.name)) return scope;
  auto const elsewhere = state::list_repositories_named(db, exchange.settings.default_account, exchange.name);
  return elsewhere.empty() ? exchange.caller : elsewhere.front().scope;
}

std::optional<state::Repository> find_repository(state::Database& db, RegistryExchange const& exchange) {
  return state::find_repository(db, scope_of(db, exchange), exchange.name);
}

std::optional<state::Repository> find_or_make_repository(RegistryExchange const& exchange) {
  registry::Registry& registry = exchange.registry;
  auto const found =
      registry.store().read([&](state::Database& db) { return find_repository(db, exchange); });
  if (found) return found;
  return registry.store().transact([&](state::Database& db) {
    return registry::repository_for_push(db, exchange.settings.profile, scope_of(db, exchange), exchange.name,
                                         registry.clock().now());
  });
}

RegistryAnswer name_unknown(RegistryExchange const& exchange) {
  return error_answer(oci::name_unknown,
                      registry::repository_missing_text(
                          exchange.asked_scope.value_or(exchange.caller).account, exchange.name));
}

RegistryAnswer method_unsupported(std::string const& allowed) {
  RegistryAnswer answer = error_answer(oci::unsupported, "The operation is unsupported");
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

RegistryHttp::RegistryHttp(registry::Registry& registry, RegistryHttpSettings settings)
    : registry_(registry), settings_(std::move(settings)) {}

RegistryReply RegistryHttp::open(RegistryRequest const& request) noexcept {
  RegistryReply reply;
  try {
    RegistryRoute route = parse_registry_target(request.target);
    auto const host_scope = registry::scope_of_host(request.header("Host"));
    registry::AskedName asked = host_scope ? registry::AskedName{host_scope, route.asked_name}
                                           : registry::split_asked_name(route.asked_name);
    domain::RepositoryName name{std::move(asked.name)};
    auto admitted = admit(registry_, settings_, request, {route, asked.scope, name});
    if (auto* const refusal = std::get_if<RegistryAnswer>(&admitted)) {
      reply = std::move(*refusal);
    } else {
      RegistryExchange const exchange{.registry = registry_,
                                      .settings = settings_,
                                      .request = request,
                                      .route = std::move(route),
                                      .caller = std::get<RegistryGuest>(admitted).scope,
                                      .caller_arn = std::get<RegistryGuest>(admitted).caller_arn,
                                      .host_scope = host_scope,
                                      .asked_scope = asked.scope,
                                      .name = std::move(name)};
      reply = dispatch(exchange);
    }
  } catch (...) {
    reply = failure_answer("request");
  }
  if (auto* const answer = std::get_if<RegistryAnswer>(&reply)) {
    *answer = finished(std::move(*answer));
    if (request.method == "HEAD") *answer = without_body(std::move(*answer));
  }
  return reply;
}

}  // namespace neargate::server
