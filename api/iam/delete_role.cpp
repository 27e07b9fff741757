#include "api/iam/arns.h"
#include "api/iam/owner.h"
#include "api/iam/role_view.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/instance_profiles.h"
#include "state/roles.h"
#include "state/tags.h"

namespace neargate::api::iam {

DeleteRoleResponse delete_role(Call& call, DeleteRoleRequest const& request) {
  domain::Role const role = require_modifiable_role(call, request.role_name);
  for (auto const& profile : state::list_instance_profiles(call.db, role.account))
    if (profile.role == role.name)
      throw wire::Error(DeleteConflictException,
                        "Cannot delete entity, must remove roles from instance profile first.");
  check_without_policies(call, owner_of(role));
  state::delete_role(call.db, role.account, role.name);
  state::remove_all_tags(call.db, role_arn(role));
  return {};
}

}  // namespace neargate::api::iam
