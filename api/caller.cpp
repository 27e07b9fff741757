#include "api/caller.h"

#include <fmt/format.h>

#include "api/wire/error.h"
#include "domain/arn.h"
#include "domain/mint.h"
#include "state/users.h"

namespace neargate::api {

namespace {

/// Every protocol has its own words (wire.md "JSON services: authentication answers", "Query").
wire::Error expired(wire::Protocol protocol) {
  switch (protocol) {
    case wire::Protocol::Json11:
      return wire::Error(wire::ExpiredTokenException,
                         "The security token included in the request is expired");
    case wire::Protocol::Query:
      return wire::Error(wire::ExpiredToken, "The security token included in the request is expired");
    case wire::Protocol::Ec2Query:
      break;
  }
  return wire::Error(wire::RequestExpired, "Request has expired.");
}

wire::Error inactive(wire::Protocol protocol) {
  constexpr char const* invalid = "The security token included in the request is invalid.";
  switch (protocol) {
    case wire::Protocol::Json11:
      return wire::Error(wire::UnrecognizedClientException, invalid);
    case wire::Protocol::Query:
      return wire::Error(wire::InvalidClientTokenId, invalid);
    case wire::Protocol::Ec2Query:
      break;
  }
  return wire::Error(wire::AuthFailure, "AWS was not able to validate the provided access credentials");
}

Caller root_of(domain::Scope const& scope) {
  return {scope, fmt::format("arn:{}:iam::{}:root", domain::partition_of(scope.region), scope.account.text()),
          ""};
}

}  // namespace

Caller find_caller(state::Database& db, wire::Protocol protocol, std::string const& access_key,
                   domain::Scope const& scope, domain::Time now) {
  if (!domain::account_of_access_key(access_key)) return root_of(scope);  // no key of the form we give out
  if (auto const session = state::find_session(db, access_key)) {
    if (session->expires_at <= now) throw expired(protocol);
    return {{session->account, scope.region}, session->arn, session->caller_id};
  }
  auto const key = state::find_access_key(db, access_key);
  if (!key) return root_of(scope);
  if (!key->active) throw inactive(protocol);
  domain::Scope const own{key->account, scope.region};
  auto const user = key->user.empty() ? std::nullopt : state::find_user(db, key->account, key->user);
  if (!user) return root_of(own);
  return {own, fmt::format("arn:aws:iam::{}:user{}{}", user->account.text(), user->path, user->name),
          user->id};
}

}  // namespace neargate::api
