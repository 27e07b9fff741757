#include "api/iam/arns.h"
#include "api/iam/owner.h"
#include "api/iam/policy_document.h"
#include "api/iam/role_view.h"
#include "api/iam/tags.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/roles.h"

namespace neargate::api::iam {

namespace {

constexpr std::size_t trust_policy_size_max = 2048;

void check_trust_policy(std::string const& document) {
  if (auto const fault = trust_policy_fault(document))
    throw wire::Error(MalformedPolicyDocumentException, *fault);
  if (policy_size(document) > trust_policy_size_max)
    throw wire::Error(LimitExceededException, "Cannot exceed quota for ACLSizePerRole: 2048");
}

}  // namespace

CreateRoleResponse create_role(Call& call, CreateRoleRequest const& request) {
  domain::RoleName const name{request.role_name.value_or("")};
  check_trust_policy(request.assume_role_policy_document.value_or(""));
  auto const tags = tag_list(request.tags);
  // That path belongs to CreateServiceLinkedRole: nobody could delete such a role again.
  if (request.path.value_or("/").starts_with("/aws-service-role/"))
    throw wire::Error(InvalidInputException,
                      "The path /aws-service-role/ is reserved for service-linked roles.");
  if (state::find_role(call.db, call.scope.account, name))
    throw wire::Error(EntityAlreadyExistsException, "Role with name " + name.text() + " already exists.");

  check_boundary(call, request.permissions_boundary);
  domain::Role const role{.account = call.scope.account,
                          .name = name,
                          .path = request.path.value_or("/"),
                          .id = call.mint.iam_id("AROA"),
                          .trust_policy = request.assume_role_policy_document.value_or(""),
                          .description = request.description,
                          .max_session_seconds = request.max_session_duration.value_or(3600),
                          .permissions_boundary = request.permissions_boundary,
                          .created_at = call.clock.now()};
  state::save_role(call.db, role);
  state::set_tags(call.db, role_arn(role), tags);
  Role view = role_view(role);
  view.description.reset();  // GetRole has it, this answer on AWS has not
  if (!tags.empty()) view.tags = tag_view(tags);
  return {.role = view};
}

UpdateAssumeRolePolicyResponse update_assume_role_policy(Call& call,
                                                         UpdateAssumeRolePolicyRequest const& request) {
  domain::Role role = require_modifiable_role(call, request.role_name);
  check_trust_policy(request.policy_document.value_or(""));
  role.trust_policy = request.policy_document.value_or("");
  state::save_role(call.db, role);
  return {};
}

UpdateRoleResponse update_role(Call& call, UpdateRoleRequest const& request) {
  // Of a service-linked role the description may be edited, nothing else.
  domain::Role role = request.max_session_duration ? require_modifiable_role(call, request.role_name)
                                                   : require_role(call, request.role_name);
  if (request.description) role.description = request.description;
  if (request.max_session_duration) role.max_session_seconds = *request.max_session_duration;
  state::save_role(call.db, role);
  return {};
}

UpdateRoleDescriptionResponse update_role_description(Call& call,
                                                      UpdateRoleDescriptionRequest const& request) {
  domain::Role role = require_role(call, request.role_name);
  role.description = request.description;
  state::save_role(call.db, role);
  return {.role = role_view(role)};
}

}  // namespace neargate::api::iam
