#include "registry/pull_times.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

#include "domain/arn.h"
#include "state/pull_time_exclusions.h"

namespace neargate::registry {

namespace {

/// An IAM user or role, without its path: sessions do not tell that of their role.
struct Principal {
  std::string account;
  bool is_role = false;
  std::string name;
  bool operator==(Principal const&) const = default;
};

std::optional<Principal> principal_of(std::string const& text) {
  auto const arn = domain::Arn::parse(text);
  if (!arn) return std::nullopt;
  std::string_view const resource = arn->resource;
  auto const slash = resource.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::string_view const kind = resource.substr(0, slash);
  std::string_view name = resource.substr(slash + 1);
  if (kind == "assumed-role")
    name = name.substr(0, name.find('/'));
  else
    name = name.substr(name.rfind('/') + 1);  // npos + 1 is 0
  return Principal{arn->account, kind != "user", std::string(name)};
}

}  // namespace

bool records_pull(state::Database& db, domain::Scope const& registry, std::string const& caller_arn) {
  auto const caller = principal_of(caller_arn);
  if (!caller) return true;
  auto const excluded = state::list_pull_time_exclusions(db, registry, "", std::numeric_limits<int>::max());
  return std::ranges::none_of(excluded, [&](std::string const& arn) { return principal_of(arn) == caller; });
}

}  // namespace neargate::registry
