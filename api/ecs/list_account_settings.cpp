#include <algorithm>

#include "api/ecs/account_settings.h"
#include "api/ecs/paging.h"
#include "gen/ecs/operations.h"
#include "state/account_settings.h"

namespace neargate::api::ecs {

namespace {

/// What the principal has set; with `effectiveSettings` every setting, as it holds for the principal.
std::vector<Setting> settings_of(Call& call, std::string const& principal,
                                 ListAccountSettingsRequest const& request) {
  auto const own = state::list_account_settings(call.db, call.scope, principal);
  bool const effective = request.effective_settings.value_or(false);
  std::string const wanted = request.value.value_or("");
  std::vector<Setting> settings;
  for (KnownSetting const& known : known_settings()) {
    if (request.name && *request.name != known.name) continue;
    if (!effective && !own.contains(std::string(to_text(known.name)))) continue;
    std::string const value = effective_setting(call, principal, known.name);
    if (!wanted.empty() && value != wanted) continue;
    settings.push_back(
        {.name = known.name, .value = value, .principal_arn = principal, .type = type_of(known.name)});
  }
  return settings;
}

}  // namespace

ListAccountSettingsResponse list_account_settings(Call& call, ListAccountSettingsRequest const& request) {
  int const size = page_size(request.max_results, {.usual = 10, .most = 10});
  auto const token = read_token("account-settings", request.next_token);
  // "You must also specify an account setting name to use this parameter" says AWS's reference.
  if (!request.value.value_or("").empty() && !request.name)
    refuse(invalid("A setting name must be specified when filtering by value."));
  std::string const principal = require_principal(call, "ListAccountSettings", request.principal_arn);
  std::vector<Setting> const settings = settings_of(call, principal, request);

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
