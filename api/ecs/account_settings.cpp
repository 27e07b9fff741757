#include "api/ecs/account_settings.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "state/account_settings.h"

namespace neargate::api::ecs {

namespace {

using Values = std::string_view;
// Since 2021 the long formats cannot be turned off; Terraform's destroy sends "disabled" and takes AWS's
// refusal for success (terraform.md "Traps"). dualStackIPv6 can be asked for, but not turned off.
constexpr std::array<Values, 1> only_enabled{"enabled"};
constexpr std::array<Values, 2> enabled_disabled{"enabled", "disabled"};
constexpr std::array<Values, 3> insights{"enhanced", "enabled", "disabled"};
constexpr std::array<Values, 3> days{"0", "7", "14"};
constexpr std::array<Values, 2> on_off{"on", "off"};
constexpr std::array<Values, 2> log_modes{"blocking", "non-blocking"};

constexpr std::array<KnownSetting, 12> known{{
    {SettingName::AwsvpcTrunking, "disabled", enabled_disabled},
    {SettingName::ContainerInsights, "disabled", insights},
    {SettingName::ContainerInstanceLongArnFormat, "enabled", only_enabled},
    {SettingName::DefaultLogDriverMode, "non-blocking", log_modes},
    {SettingName::DualStackIPv6, "enabled", only_enabled},
    {SettingName::FargateEventWindows, "disabled", enabled_disabled},
    {SettingName::FargateFIPSMode, "disabled", enabled_disabled},
    {SettingName::FargateTaskRetirementWaitPeriod, "7", days},
    {SettingName::GuardDutyActivate, "off", {}},
    {SettingName::ServiceLongArnFormat, "enabled", only_enabled},
    {SettingName::TagResourceAuthorization, "on", on_off},
    {SettingName::TaskLongArnFormat, "enabled", only_enabled},
}};

bool is_long_arn(SettingName name) {
  return name == SettingName::ServiceLongArnFormat || name == SettingName::TaskLongArnFormat ||
         name == SettingName::ContainerInstanceLongArnFormat;
}

/// A user, a role, or root of this account.
bool is_principal(Call const& call, std::string const& text) {
  auto const arn = domain::Arn::parse(text);
  if (!arn || arn->service != "iam" || arn->account != call.scope.account.text()) return false;
  return arn->resource == "root" || arn->resource.starts_with("user/") || arn->resource.starts_with("role/");
}

}  // namespace

std::span<KnownSetting const> known_settings() { return known; }

KnownSetting const& known_setting(SettingName name) {
  return *std::ranges::find(known, name, &KnownSetting::name);
}

SettingType type_of(SettingName name) {
  return name == SettingName::GuardDutyActivate ? SettingType::AwsManaged : SettingType::User;
}

std::optional<Refusal> setting_refused(SettingName name, std::string const& value) {
  if (is_long_arn(name) && value == "disabled") return invalid("You can no longer disable Long Arn settings");
  // AWS sets this one itself: it is read-only here.
  if (name == SettingName::GuardDutyActivate) return invalid("Invalid setting 'name'");
  auto const& values = known_setting(name).values;
  if (std::ranges::find(values, value) == values.end()) return invalid("Invalid setting 'value'");
  return std::nullopt;
}

std::string root_principal(Call const& call) {
  return fmt::format("arn:{}:iam::{}:root", domain::partition_of(call.scope.region),
                     call.scope.account.text());
}

std::string require_principal(Call const& call, std::string_view action,
                              wire::Optional<std::string> const& principal_arn) {
  std::string const principal = principal_arn.value_or("");
  if (principal.empty()) return call.caller_arn;
  if (!is_principal(call, principal)) refuse(invalid("Invalid principal ARN"));
  if (principal != call.caller_arn && call.caller_arn != root_principal(call))
    refuse({AccessDeniedException,
            fmt::format("User: {0} is not authorized to perform: ecs:{1} on resource: {2} because no "
                        "identity-based policy allows the ecs:{1} action",
                        call.caller_arn, action, principal)});
  return principal;
}

std::string effective_setting(Call& call, std::string const& principal, SettingName name) {
  std::string const text(to_text(name));
  if (auto own = state::find_account_setting(call.db, call.scope, principal, text)) return *std::move(own);
  if (auto all = state::find_account_setting(call.db, call.scope, root_principal(call), text))
    return *std::move(all);
  return std::string(known_setting(name).usual);
}

Setting put_setting(Call& call, std::string const& principal, SettingName name, std::string const& value) {
  check(setting_refused(name, value));
  if (name == SettingName::FargateTaskRetirementWaitPeriod && principal != root_principal(call))
    refuse(invalid("You must use the root user to set the fargateTaskRetirementWaitPeriod."));
  state::save_account_setting(call.db, call.scope, principal, std::string(to_text(name)), value);
  // The long formats are the only ones there are; new clusters take containerInsights. Nothing reads others.
  if (!is_long_arn(name) && name != SettingName::ContainerInsights && value != known_setting(name).usual)
    spdlog::warn("request={} account-setting={} value={} not-honoured=stored only", call.request_id,
                 to_text(name), value);
  return {.name = name, .value = value, .principal_arn = principal, .type = type_of(name)};
}

}  // namespace neargate::api::ecs
