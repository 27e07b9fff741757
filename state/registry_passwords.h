#pragma once
// Rows of the registry passwords that were given out, by their digest: the passwords themselves are kept
// nowhere.

#include <optional>
#include <string>

#include "state/database.h"

namespace neargate::state {

struct IssuedPassword {
  std::string hash;
  domain::Scope scope;
  std::string caller_arn;
  domain::Time issued_at, expires_at;
};

/// Forgets those that have expired, too.
void insert_registry_password(Database& db, IssuedPassword const& password);
/// To whom it was given out; nullopt: revoked, or never given.
std::optional<std::string> find_password_owner(Database& db, std::string const& hash);
/// Those of one account, or of every one (""); answers how many.
int revoke_registry_passwords(Database& db, std::string const& account);

}  // namespace neargate::state
