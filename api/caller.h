#pragma once
// Who calls, by the access key: a key that IAM or STS of this server gave out stands for its user or session,
// and for their account; any other is the root of an account (DESIGN.md "account").

#include <string>

#include "api/wire/shape.h"
#include "domain/clock.h"
#include "domain/ids.h"

namespace neargate::state {
class Database;
}

namespace neargate::api {

struct Caller {
  domain::Scope scope;
  std::string arn;
  std::string id;  ///< AIDA…, AROA…:SESSION; empty for the account's root
};

/// `scope` is what the key says without being known. Throws when a known key is inactive or has expired.
Caller find_caller(state::Database& db, wire::Protocol protocol, std::string const& access_key,
                   domain::Scope const& scope, domain::Time now);

}  // namespace neargate::api
