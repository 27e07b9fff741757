#include <algorithm>

#include "api/iam/paging.h"
#include "api/iam/policy_view.h"
#include "gen/iam/operations.h"
#include "state/roles.h"
#include "state/users.h"

namespace neargate::api::iam {

namespace {

struct Entity {
  EntityType type;
  std::string path, name, id;
  std::string key() const { return (type == EntityType::User ? "1 " : "2 ") + name; }
};

/// Roles and users that use a policy, users first, by name.
std::vector<Entity> list_entities(Call& call, std::string const& arn,
                                  std::optional<PolicyUsageType> const& usage) {
  bool const attached = usage != PolicyUsageType::PermissionsBoundary;
  bool const bounded = usage != PolicyUsageType::PermissionsPolicy;
  auto const owners = state::list_policy_owners(call.db, call.scope.account, arn);
  auto const uses = [&](std::string const& id, std::optional<std::string> const& boundary) {
    return (attached && std::find(owners.begin(), owners.end(), id) != owners.end()) ||
           (bounded && boundary == arn);
  };
  std::vector<Entity> entities;
  for (auto const& user : state::list_users(call.db, call.scope.account))
    if (uses(user.id, user.permissions_boundary))
      entities.push_back({EntityType::User, user.path, user.name, user.id});
  for (auto const& role : state::list_roles(call.db, call.scope.account))
    if (uses(role.id, role.permissions_boundary))
      entities.push_back({EntityType::Role, role.path, role.name.text(), role.id});
  std::sort(entities.begin(), entities.end(), [](auto const& a, auto const& b) { return a.key() < b.key(); });
  return entities;
}

}  // namespace

ListEntitiesForPolicyResponse list_entities_for_policy(Call& call,
                                                       ListEntitiesForPolicyRequest const& request) {
  std::string const arn = require_policy_arn(request.policy_arn);
  if (!policy_exists(call, arn)) refuse_unknown_policy(arn);
  std::string const prefix = request.path_prefix.value_or("/");
  auto entities = list_entities(call, arn, request.policy_usage_filter);
  std::erase_if(entities, [&](Entity const& entity) {
    return !entity.path.starts_with(prefix) ||
           (request.entity_filter && *request.entity_filter != entity.type);
  });
  auto const page = marked_page("entities " + arn + ' ' + prefix, entities, request.max_items, request.marker,
                                [](Entity const& entity) { return entity.key(); });
  ListEntitiesForPolicyResponse response{.policy_groups = std::vector<PolicyGroup>{},
                                         .policy_users = std::vector<PolicyUser>{},
                                         .policy_roles = std::vector<PolicyRole>{},
                                         .is_truncated = page.is_truncated,
                                         .marker = page.marker};
  for (Entity const& entity : page.items)
    if (entity.type == EntityType::User)
      response.policy_users->push_back({.user_name = entity.name, .user_id = entity.id});
    else
      response.policy_roles->push_back({.role_name = entity.name, .role_id = entity.id});
  return response;
}

}  // namespace neargate::api::iam
