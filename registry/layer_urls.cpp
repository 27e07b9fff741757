#include "registry/layer_urls.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "registry/base64url.h"
#include "registry/naming.h"

namespace neargate::registry {

namespace {

std::string sign(std::string const& secret, LayerPlace const& place, std::string_view expires) {
  // The first word keeps these signatures apart from those of passwords, which have the same secret.
  std::string const statement = "neargate-layer-1/" + place.scope.account.text() + '/' +
                                place.scope.region.text() + '/' + place.repository.text() + '@' +
                                place.digest.text() + '/' + std::string(expires);
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned int size = 0;
  if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<unsigned char const*>(statement.data()), statement.size(), value.data(), &size))
    throw std::runtime_error("OpenSSL refused to sign");
  return base64url({reinterpret_cast<char const*>(value.data()), size});
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string layer_url(std::string const& secret, std::string_view registry_host, LayerPlace const& place,
                      domain::Time now) {
  std::string const uri = repository_uri(registry_host, place.scope, place.repository);
  auto const slash = uri.find('/');
  std::string const expires = std::to_string((now + layer_url_lifetime).time_since_epoch().count());
  return "http://" + uri.substr(0, slash) + "/v2" + uri.substr(slash) + "/blobs/" + place.digest.text() +
         '?' + layer_url_expiry + '=' + expires + '&' + layer_url_signature + '=' +
         sign(secret, place, expires);
}

LayerUrlVerdict judge_layer_url(std::string const& secret, LayerPlace const& place, std::string_view expires,
                                std::string_view signature, domain::Time now) {
  std::string const expected = sign(secret, place, expires);
  if (signature.size() != expected.size() ||
      CRYPTO_memcmp(signature.data(), expected.data(), expected.size()) != 0)
    return LayerUrlVerdict::Bad;
  auto const until = number(expires);
  if (!until) return LayerUrlVerdict::Bad;
  return now.time_since_epoch().count() < *until ? LayerUrlVerdict::Good : LayerUrlVerdict::Expired;
}

}  // namespace neargate::registry
