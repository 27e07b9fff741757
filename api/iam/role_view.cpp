#include "api/iam/role_view.h"

#include "api/iam/arns.h"
#include "api/iam/policy_document.h"
#include "gen/iam/errors.h"
#include "state/roles.h"

namespace neargate::api::iam {

domain::Role require_role(Call& call, std::optional<std::string> const& name) {
  std::string const text = name.value_or("");
  if (auto role = state::find_role(call.db, call.scope.account, domain::RoleName{text})) return *role;
  throw wire::Error(NoSuchEntityException, "The role with name " + text + " cannot be found.");
}

domain::Role require_modifiable_role(Call& call, std::optional<std::string> const& name) {
  domain::Role role = require_role(call, name);
  if (is_service_linked(role))
    throw wire::Error(UnmodifiableEntityException, "Cannot perform the operation on the protected role '" +
                                                       role.name.text() +
                                                       "' - this role is only modifiable by AWS");
  return role;
}

bool is_service_linked(domain::Role const& role) { return role.path.starts_with("/aws-service-role/"); }

Role role_view(domain::Role const& role) {
  Role view{.path = role.path,
            .role_name = role.name.text(),
            .role_id = role.id,
            .arn = role_arn(role),
            .create_date = role.created_at,
            .assume_role_policy_document = percent_encode(role.trust_policy),
            .description = role.description};
  if (role.permissions_boundary)
    view.permissions_boundary = {.permissions_boundary_type = PermissionsBoundaryAttachmentType::Policy,
                                 .permissions_boundary_arn = role.permissions_boundary};
  return view;
}

}  // namespace neargate::api::iam
