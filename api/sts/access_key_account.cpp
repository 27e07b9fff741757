#include "api/call.h"
#include "gen/sts/errors.h"
#include "gen/sts/operations.h"
#include "gen/sts/shapes.h"

namespace neargate::api::sts {

GetAccessKeyInfoResponse get_access_key_info(Call&, GetAccessKeyInfoRequest const& request) {
  // The account is part of the key, as in AWS, whose answer says nothing about whether the key exists.
  auto const account = domain::account_of_access_key(request.access_key_id.value_or(""));
  if (!account)
    throw wire::Error(ValidationError, "Invalid access key: " + request.access_key_id.value_or(""));
  return {.account = account->text()};
}

}  // namespace neargate::api::sts
