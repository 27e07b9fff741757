#include "api/iam/user_view.h"

#include "api/iam/arns.h"
#include "domain/arn.h"
#include "gen/iam/errors.h"
#include "state/users.h"

namespace neargate::api::iam {

domain::User require_user(Call& call, std::optional<std::string> const& name) {
  std::string const text = name.value_or("");
  if (auto user = state::find_user(call.db, call.scope.account, text)) return *user;
  throw wire::Error(NoSuchEntityException, "The user with name " + text + " cannot be found.");
}

User user_view(domain::User const& user) {
  User view{.path = user.path,
            .user_name = user.name,
            .user_id = user.id,
            .arn = user_arn(user),
            .create_date = user.created_at};
  if (user.permissions_boundary)
    view.permissions_boundary = {.permissions_boundary_type = PermissionsBoundaryAttachmentType::Policy,
                                 .permissions_boundary_arn = user.permissions_boundary};
  return view;
}

std::string calling_user(Call const& call) {
  auto const arn = domain::Arn::parse(call.caller_arn);
  if (!arn || arn->resource == "root") return "";
  if (!arn->resource.starts_with("user/"))
    throw wire::Error(ValidationError, "Must specify userName when calling with non-User credentials");
  return arn->resource.substr(arn->resource.rfind('/') + 1);
}

}  // namespace neargate::api::iam
