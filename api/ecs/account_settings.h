#pragma once
// Account settings: what each may be, what holds where nobody has said otherwise, and what holds for a
// principal (ecs-control-plane.md "Account settings").

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/call.h"
#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

struct KnownSetting {
  SettingName name;
  std::string_view usual;                    ///< the value where nobody has set one
  std::span<std::string_view const> values;  ///< what may be put; none for what AWS sets itself
};
/// Every setting, by name.
std::span<KnownSetting const> known_settings();
KnownSetting const& known_setting(SettingName name);

/// aws_managed for the one that GuardDuty sets.
SettingType type_of(SettingName name);

std::optional<Refusal> setting_refused(SettingName name, std::string const& value);

/// arn:aws:iam::A:root, whose settings are the account's defaults.
std::string root_principal(Call const& call);
/// Whose settings a request is about: its `principalArn`, else the caller. Only root may act for others, and
/// nobody for another account.
std::string require_principal(Call const& call, std::string_view action,
                              wire::Optional<std::string> const& principal_arn);

/// The principal's own value, else the account's, else the usual one.
std::string effective_setting(Call& call, std::string const& principal, SettingName name);

/// Stores a value and answers it as both Put operations do.
Setting put_setting(Call& call, std::string const& principal, SettingName name, std::string const& value);

}  // namespace neargate::api::ecs
