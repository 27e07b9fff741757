#include "server/registry_admission.h"

#include "registry/base64url.h"
#include "registry/layer_urls.h"
#include "registry/wording.h"

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

/// nullopt: it is not the request of a signed URL, so who asks must say who they are.
std::optional<registry::LayerUrlVerdict> verdict_on_url(registry::Registry const& registry,
                                                        RegistryRequest const& request,
                                                        RegistryAsked const& asked) {
  auto const signature = asked.route.parameter(registry::layer_url_signature);
  auto const expires = asked.route.parameter(registry::layer_url_expiry);
  bool const reads = request.method == "GET" || request.method == "HEAD";
  if (!signature || !expires || !reads || !asked.scope || asked.route.resource != RegistryResource::Blob)
    return std::nullopt;
  return registry::judge_layer_url(registry.secret(),
                                   {*asked.scope, asked.name, domain::Digest{asked.route.reference}},
                                   *expires, *signature, registry.clock().now());
}

}  // namespace

std::variant<RegistryGuest, RegistryAnswer> admit(registry::Registry& registry,
                                                  RegistryHttpSettings const& settings,
                                                  RegistryRequest const& request,
                                                  RegistryAsked const& asked) {
  if (auto const url = verdict_on_url(registry, request, asked)) {
    switch (*url) {
      case registry::LayerUrlVerdict::Good:
        return RegistryGuest{*asked.scope, {}};
      case registry::LayerUrlVerdict::Expired:
        return error_answer(oci::denied, "Request has expired");
      case registry::LayerUrlVerdict::Bad:
        return error_answer(oci::denied, "The signature of this URL does not match");
    }
  }
  auto const verdict = verdict_on(request, registry);
  if (auto const* const valid = std::get_if<registry::PasswordValid>(&verdict))
    return RegistryGuest{valid->scope, valid->caller_arn};
  // The specification knows no accounts; conformance suites come with any credentials or with none.
  if (settings.profile == registry::Profile::Oci)
    return RegistryGuest{{settings.default_account, settings.default_region}, {}};
  if (std::holds_alternative<registry::PasswordExpired>(verdict))
    return error_answer(oci::denied, registry::password_expired_text);
  return unauthorized(request);
}

}  // namespace neargate::server
