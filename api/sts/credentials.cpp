#include "api/sts/credentials.h"

#include "gen/sts/errors.h"
#include "state/users.h"

namespace neargate::api::sts {

namespace {

constexpr int secret_length = 40;
constexpr int token_length = 356;  // with the usual prefix and padding as long as AWS's
// An ended session is remembered for this long, so that its key is told to have expired.
constexpr std::chrono::hours remembered{24};

}  // namespace

domain::Session open_session(Call& call, domain::AccountId const& account, std::string const& arn,
                             std::string const& caller_id, std::chrono::seconds lifetime) {
  domain::Time const now = call.clock.now();
  state::delete_sessions_before(call.db, now - remembered);
  domain::Session const session{
      .access_key = call.mint.access_key_id("ASIA", account),
      .account = account,
      .arn = arn,
      .caller_id = caller_id,
      .secret = call.mint.secret(secret_length),
      .token = "IQoJb3JpZ2luX2Vj" + call.mint.secret(token_length),
      .expires_at = std::chrono::floor<std::chrono::seconds>(now) + lifetime};  // as answers tell it
  state::insert_session(call.db, session);
  return session;
}

Credentials credentials_view(domain::Session const& session) {
  return {.access_key_id = session.access_key,
          .secret_access_key = session.secret,
          .session_token = session.token,
          .expiration = session.expires_at};
}

bool has_session(Call const& call) { return call.access_key_id.starts_with("ASIA"); }

void refuse_mfa(std::optional<std::string> const& serial_number, std::optional<std::string> const& code) {
  if (serial_number || code)
    throw wire::Error(
        AccessDenied,
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA "
        "serial number is valid and associated with this user.");
}

}  // namespace neargate::api::sts
