#include "api/call.h"
#include "gen/sts/operations.h"
#include "gen/sts/shapes.h"

namespace neargate::api::sts {

GetCallerIdentityResponse get_caller_identity(Call& call, GetCallerIdentityRequest const&) {
  // Root's id is the account itself (iam-sts-ec2-logs.md "UserId").
  std::string const account = call.scope.account.text();
  return {.arn = call.caller_arn,
          .user_id = call.caller_id.empty() ? account : call.caller_id,
          .account = account};
}

}  // namespace neargate::api::sts
