#pragma once
// ECR's registry passwords: a signed statement of account, region and expiry, under a secret that is a fact
// of the data directory. Those that are given out are known by their digest, too, so that they can be
// revoked; those that this server uses itself are not.

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "domain/clock.h"
#include "domain/ids.h"
#include "state/store.h"

namespace neargate::registry {

/// AWS: "The token is valid for 12 hours".
inline constexpr std::chrono::hours password_lifetime{12};
/// The one user name that ECR knows.
inline constexpr std::string_view password_user = "AWS";

/// The secret of this data directory; made, and kept, when there is none yet.
std::string password_secret(state::Database& db);

struct PasswordValid {
  domain::Scope scope;     ///< of the caller of GetAuthorizationToken
  std::string caller_arn;  ///< that caller; "" is this server itself
};
struct PasswordExpired {};
struct PasswordBad {};
using PasswordVerdict = std::variant<PasswordBad, PasswordExpired, PasswordValid>;

class Passwords final {
 public:
  explicit Passwords(std::string secret) : secret_(std::move(secret)) {}

  /// For this server's own use.
  std::string issue(domain::Scope const& scope, domain::Time now) const;
  /// For a client: noted in the caller's transaction, and worth nothing once that note is gone.
  std::string give_out(state::Database& db, domain::Scope const& scope, std::string const& caller_arn,
                       domain::Time now) const;
  /// Outside of any transaction, once know_from() was called.
  PasswordVerdict verify(std::string_view password, domain::Time now) const;
  /// From now on those that were given out are good only while the store has their note.
  void know_from(state::Store& store) { store_ = &store; }

 private:
  std::string print(std::string_view version, domain::Scope const& scope, domain::Time now) const;
  std::string sign(std::string_view statement) const;

  std::string secret_;
  state::Store* store_ = nullptr;
};

}  // namespace neargate::registry
