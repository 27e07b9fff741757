#include "api/ecs/account_settings.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

/// For everybody of the account who has no value of their own.
PutAccountSettingDefaultResponse put_account_setting_default(Call& call,
                                                             PutAccountSettingDefaultRequest const& request) {
  if (!request.name) refuse(invalid("Invalid setting 'name'"));
  return {.setting = put_setting(call, root_principal(call), *request.name, request.value.value_or(""))};
}

}  // namespace neargate::api::ecs
