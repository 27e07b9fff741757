#include "api/iam/role_view.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/roles.h"

namespace neargate::api::iam {

DeleteRoleResponse delete_role(Call& call, DeleteRoleRequest const& request) {
  domain::Role const role = require_modifiable_role(call, request.role_name);
  if (!state::list_role_policies(call.db, role).empty())
    throw wire::Error(DeleteConflictException, "Cannot delete entity, must delete policies first.");
  if (!state::list_attached_policies(call.db, role).empty())
    throw wire::Error(DeleteConflictException, "Cannot delete entity, must detach all policies first.");
  state::delete_role(call.db, role.account, role.name);
  state::remove_all_tags(call.db, role_arn(role));
  return {};
}

}  // namespace neargate::api::iam
