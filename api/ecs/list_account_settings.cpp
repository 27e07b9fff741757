#include <algorithm>
#include <array>

#include "api/call.h"
#include "api/ecs/paging.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

namespace {

/// What holds where nobody has said otherwise (ecs-control-plane.md "Account settings"), by name.
constexpr std::array<std::pair<SettingName, std::string_view>, 11> defaults{{
    {SettingName::AwsvpcTrunking, "disabled"},
    {SettingName::ContainerInsights, "disabled"},
    {SettingName::ContainerInstanceLongArnFormat, "enabled"},
    {SettingName::DefaultLogDriverMode, "non-blocking"},
    {SettingName::FargateEventWindows, "disabled"},
    {SettingName::FargateFIPSMode, "disabled"},
    {SettingName::FargateTaskRetirementWaitPeriod, "7"},
    {SettingName::GuardDutyActivate, "off"},
    {SettingName::ServiceLongArnFormat, "enabled"},
    {SettingName::TagResourceAuthorization, "on"},
    {SettingName::TaskLongArnFormat, "enabled"},
}};

std::vector<Setting> effective_settings(Call const& call, ListAccountSettingsRequest const& request) {
  std::string const principal = request.principal_arn.value_or("");
  std::vector<Setting> settings;
  for (auto const& [name, value] : defaults) {
    if (request.name && *request.name != name) continue;
    if (request.value && !request.value->empty() && *request.value != value) continue;
    // GuardDuty alone sets its own; everything else is the account's to decide.
    bool const managed = name == SettingName::GuardDutyActivate;
    settings.push_back({.name = name,
                        .value = std::string(value),
                        .principal_arn = principal.empty() ? call.caller_arn : principal,
                        .type = managed ? SettingType::AwsManaged : SettingType::User});
  }
  return settings;
}

}  // namespace

ListAccountSettingsResponse list_account_settings(Call& call, ListAccountSettingsRequest const& request) {
  int const size = page_size(request.max_results, {.usual = 10, .most = 10});
  auto const token = read_token("account-settings", request.next_token);
  // Only explicit values are listed unless the effective ones are asked for, and none can be set yet.
  std::vector<Setting> settings;
  if (request.effective_settings.value_or(false)) settings = effective_settings(call, request);

  auto const name_of = [](Setting const& setting) { return to_text(*setting.name); };
  std::optional<Setting> last;
  if (token) {
    SettingName name{};
    if (!from_text(*token, name)) refuse_token();
    last = Setting{.name = name};
  }
  auto const page = page_after(settings, last, size,
                               [&](Setting const& a, Setting const& b) { return name_of(a) < name_of(b); });
  ListAccountSettingsResponse response;
  response.settings = page.items;
  if (page.more) response.next_token = print_page_token("account-settings", name_of(page.items.back()));
  return response;
}

}  // namespace neargate::api::ecs
