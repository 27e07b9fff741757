#include "registry/passwords.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <vector>

#include "registry/base64url.h"
#include "registry/digest.h"
#include "state/instance.h"
#include "state/registry_passwords.h"

namespace neargate::registry {

namespace {

constexpr std::string_view own_version = "neargate-ecr-1";
constexpr std::string_view given_version = "neargate-ecr-2";

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
    throw std::runtime_error("the system has no random numbers");
  return bytes;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    auto const end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string password_secret(state::Database& db) {
  if (auto secret = state::find_fact(db, state::registry_secret_key)) return *secret;
  std::string secret = base64url(random_bytes(32));
  state::set_fact(db, state::registry_secret_key, secret);
  return secret;
}

std::string Passwords::issue(domain::Scope const& scope, domain::Time now) const {
  return print(own_version, scope, now);
}

std::string Passwords::give_out(state::Database& db, domain::Scope const& scope,
                                std::string const& caller_arn, domain::Time now) const {
  std::string password = print(given_version, scope, now);
  state::insert_registry_password(db, {.hash = digest_of(password).text(),
                                       .scope = scope,
                                       .caller_arn = caller_arn,
                                       .issued_at = now,
                                       .expires_at = now + password_lifetime});
  return password;
}

std::string Passwords::print(std::string_view version, domain::Scope const& scope, domain::Time now) const {
  auto const expiry = (now + password_lifetime).time_since_epoch().count();
  // The random part makes two passwords of one millisecond differ, as AWS's do.
  std::string const statement = std::string(version) + '/' + scope.account.text() + '/' +
                                scope.region.text() + '/' + std::to_string(expiry) + '/' +
                                base64url(random_bytes(12));
  return base64url(statement) + '.' + base64url(sign(statement));
}

PasswordVerdict Passwords::verify(std::string_view password, domain::Time now) const {
  auto const dot = password.find('.');
  if (dot == std::string_view::npos) return PasswordBad{};
  auto const statement = decode_base64(password.substr(0, dot));
  auto const signature = decode_base64(password.substr(dot + 1));
  if (!statement || !signature) return PasswordBad{};
  std::string const expected = sign(*statement);
  if (signature->size() != expected.size() ||
      CRYPTO_memcmp(signature->data(), expected.data(), expected.size()) != 0)
    return PasswordBad{};

  auto const parts = split(*statement, '/');
  bool const given = parts.front() == given_version;
  if (parts.size() != 5 || !(given || parts.front() == own_version)) return PasswordBad{};
  std::int64_t expiry = 0;
  auto const [end, error] = std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), expiry);
  if (error != std::errc{} || end != parts[3].data() + parts[3].size()) return PasswordBad{};
  if (now.time_since_epoch().count() >= expiry) return PasswordExpired{};
  std::string caller_arn;
  if (given && store_) {
    std::string const hash = digest_of(password).text();
    auto const owner =
        store_->read([&](state::Database& db) { return state::find_password_owner(db, hash); });
    if (!owner) return PasswordBad{};
    caller_arn = *owner;
  }
  return PasswordValid{{domain::AccountId{parts[1]}, domain::Region{parts[2]}}, std::move(caller_arn)};
}

std::string Passwords::sign(std::string_view statement) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned int size = 0;
  if (!HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
            reinterpret_cast<unsigned char const*>(statement.data()), statement.size(), value.data(), &size))
    throw std::runtime_error("OpenSSL refused to sign");
  return {reinterpret_cast<char const*>(value.data()), size};
}

}  // namespace neargate::registry
