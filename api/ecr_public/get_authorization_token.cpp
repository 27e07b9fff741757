#include "api/ecr_public/repositories.h"
#include "api/wire/base64.h"
#include "gen/ecr_public/operations.h"
#include "gen/ecr_public/shapes.h"
#include "registry/passwords.h"

namespace neargate::api::ecr_public {

GetAuthorizationTokenResponse get_authorization_token(Call& call, GetAuthorizationTokenRequest const&) {
  registry::Passwords const passwords(registry::password_secret(call.db));
  domain::Time const now = call.clock.now();
  std::string const password = passwords.give_out(call.db, public_scope(call), call.caller_arn, now);
  AuthorizationData authorization;
  authorization.authorization_token =
      wire::base64_encode(std::string(registry::password_user) + ':' + password);
  authorization.expires_at = now + registry::password_lifetime;
  return {.authorization_data = std::move(authorization)};
}

}  // namespace neargate::api::ecr_public
