// GetAccountSetting and PutAccountSetting of ECR.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "api/call.h"
#include "api/ecr/refuse.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "state/registry_settings.h"

namespace neargate::api::ecr {

namespace {

struct Setting {
  std::string_view name;
  std::array<std::string_view, 2> values;  ///< the first is what holds until another is put
};
constexpr Setting settings[] = {
    {state::basic_scan_type_version, {"AWS_NATIVE", "CLAIR"}},
    {state::blob_mounting, {"DISABLED", "ENABLED"}},
    {state::registry_policy_scope, {"V2", "V1"}},
};

Setting const& require_setting(std::string const& name) {
  auto const* const found = std::ranges::find(settings, name, &Setting::name);
  // FIXME: AWS's sentence is not known.
  if (found == std::end(settings))
    refuse_parameter("name", "must be one of BASIC_SCAN_TYPE_VERSION, BLOB_MOUNTING, REGISTRY_POLICY_SCOPE");
  return *found;
}

}  // namespace

GetAccountSettingResponse get_account_setting(Call& call, GetAccountSettingRequest const& request) {
  std::string const& name = request.name.value();
  Setting const& setting = require_setting(name);
  return {.name = name,
          .value = state::find_registry_setting(call.db, call.scope, name)
                       .value_or(std::string(setting.values.front()))};
}

PutAccountSettingResponse put_account_setting(Call& call, PutAccountSettingRequest const& request) {
  std::string const& name = request.name.value();
  std::string const& value = request.value.value();
  Setting const& setting = require_setting(name);
  if (std::ranges::find(setting.values, value) == setting.values.end())
    refuse_parameter("value", fmt::format("must be one of {}", fmt::join(setting.values, ", ")));
  state::save_registry_setting(call.db, call.scope, name, value);
  return {.name = name, .value = value};
}

}  // namespace neargate::api::ecr
