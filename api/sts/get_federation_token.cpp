#include <algorithm>

#include "api/sts/credentials.h"
#include "api/sts/session_policy.h"
#include "gen/sts/errors.h"
#include "gen/sts/operations.h"

namespace neargate::api::sts {

GetFederationTokenResponse get_federation_token(Call& call, GetFederationTokenRequest const& request) {
  if (has_session(call))
    throw wire::Error(AccessDenied, "Cannot call GetFederationToken with session credentials");
  auto const packed = packed_policy_size(request.policy, request.tags, request.policy_arns);
  // As with GetSessionToken: twelve hours by default, root's credentials live for one at most.
  constexpr int usual = 43200, longest_of_root = 3600;
  int const asked = request.duration_seconds.value_or(usual);
  bool const root = call.caller_id.empty();
  std::string const name = request.name.value_or(""), account = call.scope.account.text();
  FederatedUser const user{.federated_user_id = account + ':' + name,
                           .arn = "arn:aws:sts::" + account + ":federated-user/" + name};
  auto const session = open_session(call, call.scope.account, *user.arn, *user.federated_user_id,
                                    std::chrono::seconds{root ? std::min(asked, longest_of_root) : asked});
  return {.credentials = credentials_view(session),
          .federated_user = user,
          .packed_policy_size = packed.value_or(0)};
}

}  // namespace neargate::api::sts
