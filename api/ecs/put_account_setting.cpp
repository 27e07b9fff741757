#include "api/ecs/account_settings.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

PutAccountSettingResponse put_account_setting(Call& call, PutAccountSettingRequest const& request) {
  if (!request.name) refuse(invalid("Invalid setting 'name'"));
  std::string const principal = require_principal(call, "PutAccountSetting", request.principal_arn);
  return {.setting = put_setting(call, principal, *request.name, request.value.value_or(""))};
}

}  // namespace neargate::api::ecs
