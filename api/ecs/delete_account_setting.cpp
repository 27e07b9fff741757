#include "api/ecs/account_settings.h"
#include "gen/ecs/operations.h"
#include "state/account_settings.h"

namespace neargate::api::ecs {

/// Takes back what the principal has set; the answer tells the value that was deleted, or, where there was
/// none, the one that holds.
DeleteAccountSettingResponse delete_account_setting(Call& call, DeleteAccountSettingRequest const& request) {
  if (!request.name || *request.name == SettingName::GuardDutyActivate)
    refuse(invalid("Invalid setting 'name'"));
  std::string const principal = require_principal(call, "DeleteAccountSetting", request.principal_arn);
  std::string const value = effective_setting(call, principal, *request.name);
  state::remove_account_setting(call.db, call.scope, principal, std::string(to_text(*request.name)));
  return {
      .setting = Setting{
          .name = request.name, .value = value, .principal_arn = principal, .type = type_of(*request.name)}};
}

}  // namespace neargate::api::ecs
