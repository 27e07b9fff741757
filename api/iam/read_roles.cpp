#include "api/iam/arns.h"
#include "api/iam/paging.h"
#include "api/iam/role_view.h"
#include "api/iam/tags.h"
#include "gen/iam/operations.h"
#include "state/roles.h"

namespace neargate::api::iam {

GetRoleResponse get_role(Call& call, GetRoleRequest const& request) {
  domain::Role const role = require_role(call, request.role_name);
  Role view = role_view(role);
  view.max_session_duration = role.max_session_seconds;
  view.role_last_used = RoleLastUsed{};
  auto const tags = state::list_tags(call.db, role_arn(role));
  if (!tags.empty()) view.tags = tag_view(tags);
  return {.role = view};
}

ListRolesResponse list_roles(Call& call, ListRolesRequest const& request) {
  std::string const prefix = request.path_prefix.value_or("/");
  std::vector<domain::Role> roles = state::list_roles(call.db, call.scope.account);
  std::erase_if(roles, [&](domain::Role const& role) { return !role.path.starts_with(prefix); });
  std::sort(roles.begin(), roles.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
  auto const page = marked_page("roles " + prefix, roles, request.max_items, request.marker,
                                [](domain::Role const& role) { return role.name.text(); });
  ListRolesResponse response{
      .roles = std::vector<Role>{}, .is_truncated = page.is_truncated, .marker = page.marker};
  for (domain::Role const& role : page.items) {
    // A list tells the session length, but neither last use, tags nor boundary (iam-sts-ec2-logs.md
    // "CreateRole answer").
    Role view = role_view(role);
    view.permissions_boundary.reset();
    view.max_session_duration = role.max_session_seconds;
    response.roles->push_back(view);
  }
  return response;
}

}  // namespace neargate::api::iam
