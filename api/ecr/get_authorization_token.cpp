#include "api/call.h"
#include "api/wire/base64.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/naming.h"
#include "registry/passwords.h"

namespace neargate::api::ecr {

GetAuthorizationTokenResponse get_authorization_token(Call& call,
                                                      GetAuthorizationTokenRequest const& request) {
  registry::Passwords const passwords(registry::password_secret(call.db));
  domain::Time const now = call.clock.now();
  GetAuthorizationTokenResponse response;
  auto& entries = response.authorization_data.emplace();
  for (std::string const& account :
       request.registry_ids.value_or(std::vector<std::string>{call.scope.account.text()})) {
    domain::Scope const scope{domain::AccountId{account}, call.scope.region};
    entries.push_back(
        {.authorization_token = wire::base64_encode(std::string(registry::password_user) + ':' +
                                                    passwords.give_out(call.db, scope, call.caller_arn, now)),
         .expires_at = now + registry::password_lifetime,
         .proxy_endpoint = registry::proxy_endpoint(call.settings.registry_host, scope)});
  }
  return response;
}

}  // namespace neargate::api::ecr
