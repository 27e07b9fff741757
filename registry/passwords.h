#pragma once
// ECR's registry passwords: a signed statement of account, region and expiry. Nothing is stored for one; the
// secret that signs them is a fact of the data directory.

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "domain/clock.h"
#include "domain/ids.h"
#include "state/database.h"

namespace neargate::registry {

/// AWS: "The token is valid for 12 hours".
inline constexpr std::chrono::hours password_lifetime{12};
/// The one user name that ECR knows.
inline constexpr std::string_view password_user = "AWS";

/// The secret of this data directory; made, and kept, when there is none yet.
std::string password_secret(state::Database& db);

struct PasswordValid {
  domain::Scope scope;  ///< of the caller of GetAuthorizationToken
};
struct PasswordExpired {};
struct PasswordBad {};
using PasswordVerdict = std::variant<PasswordBad, PasswordExpired, PasswordValid>;

class Passwords final {
 public:
  explicit Passwords(std::string secret) : secret_(std::move(secret)) {}

  std::string issue(domain::Scope const& scope, domain::Time now) const;
  PasswordVerdict verify(std::string_view password, domain::Time now) const;

 private:
  std::string sign(std::string_view statement) const;

  std::string secret_;
};

}  // namespace neargate::registry
