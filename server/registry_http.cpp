#include "server/registry_http.h"

#include "registry/base64url.h"
#include "registry/naming.h"
#include "registry/wording.h"
#include "server/registry_exchange.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

/// The password of "Basic base64(AWS:password)"; nullopt: no such header.
std::optional<std::string> basic_password(RegistryRequest const& request) {
  std::string_view header = request.header("Authorization");
  static constexpr std::string_view scheme = "basic ";
  if (header.size() < scheme.size()) return std::nullopt;
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if ((header[i] | 0x20) != (scheme[i] | 0x20)) return std::nullopt;
  header.remove_prefix(scheme.size());
  auto const credentials = registry::decode_base64(header);
  if (!credentials) return std::nullopt;
  auto const colon = credentials->find(':');
  if (colon == std::string::npos || credentials->substr(0, colon) != registry::password_user)
    return std::nullopt;
  return credentials->substr(colon + 1);
}

registry::PasswordVerdict verdict_on(RegistryRequest const& request, registry::Registry const& registry) {
  auto const password = basic_password(request);
  if (!password) return registry::PasswordBad{};
  return registry.passwords().verify(*password, registry.clock().now());
}

/// ECR's words; the realm is the address that the client came to (ecr.md "Token and registry HTTP").
RegistryAnswer unauthorized(RegistryRequest const& request) {
  RegistryAnswer answer = empty_answer(401);
  answer.headers.emplace_back(
      "Www-Authenticate",
      "Basic realm=\"http://" + std::string(request.header("Host")) + "/\",service=\"ecr.amazonaws.com\"");
  answer.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  answer.body = "Not Authorized\n";
  return answer;
}

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
  if (!registry::is_repository_name(exchange.name.text()))
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
    auto const verdict = verdict_on(request, registry_);
    if (std::holds_alternative<registry::PasswordBad>(verdict)) {
      reply = unauthorized(request);
    } else if (std::holds_alternative<registry::PasswordExpired>(verdict)) {
      reply = error_answer(oci::denied, registry::password_expired_text);
    } else {
      RegistryRoute route = parse_registry_target(request.target);
      auto const host_scope = registry::scope_of_host(request.header("Host"));
      registry::AskedName asked = host_scope ? registry::AskedName{host_scope, route.asked_name}
                                             : registry::split_asked_name(route.asked_name);
      RegistryExchange const exchange{.registry = registry_,
                                      .settings = settings_,
                                      .request = request,
                                      .route = std::move(route),
                                      .caller = std::get<registry::PasswordValid>(verdict).scope,
                                      .host_scope = host_scope,
                                      .asked_scope = asked.scope,
                                      .name = domain::RepositoryName{std::move(asked.name)}};
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
