#include "api/call.h"
#include "domain/arn.h"
#include "gen/sts/operations.h"
#include "gen/sts/shapes.h"

namespace neargate::api::sts {

GetCallerIdentityResponse get_caller_identity(Call& call, GetCallerIdentityRequest const&) {
  // Root's id is the account itself (iam-sts-ec2-logs.md "UserId"); other callers are told by their ARN's
  // name.
  auto const arn = domain::Arn::parse(call.caller_arn);
  std::string const account = call.scope.account.text();
  bool const root = !arn || arn->resource == "root";
  return {.arn = call.caller_arn, .user_id = root ? account : call.access_key_id, .account = account};
}

}  // namespace neargate::api::sts
