#include <algorithm>

#include "api/sts/credentials.h"
#include "gen/sts/errors.h"
#include "gen/sts/operations.h"

namespace neargate::api::sts {

GetSessionTokenResponse get_session_token(Call& call, GetSessionTokenRequest const& request) {
  if (has_session(call))
    throw wire::Error(AccessDenied, "Cannot call GetSessionToken with session credentials");
  refuse_mfa(request.serial_number, request.token_code);
  // Twelve hours by default; root's credentials live for one at most, whatever is asked for.
  constexpr int usual = 43200, longest_of_root = 3600;
  int const asked = request.duration_seconds.value_or(usual);
  bool const root = call.caller_id.empty();
  auto const session = open_session(call, call.scope.account, call.caller_arn, call.caller_id,
                                    std::chrono::seconds{root ? std::min(asked, longest_of_root) : asked});
  return {.credentials = credentials_view(session)};
}

}  // namespace neargate::api::sts
