#include "api/iam/arns.h"
#include "api/iam/role_view.h"
#include "api/iam/tags.h"
#include "gen/iam/operations.h"

namespace neargate::api::iam {

TagRoleResponse tag_role(Call& call, TagRoleRequest const& request) {
  add_tags(call, role_arn(require_role(call, request.role_name)), "Role", request.tags);
  return {};
}

UntagRoleResponse untag_role(Call& call, UntagRoleRequest const& request) {
  drop_tags(call, role_arn(require_role(call, request.role_name)), request.tag_keys);
  return {};
}

ListRoleTagsResponse list_role_tags(Call& call, ListRoleTagsRequest const& request) {
  auto const page =
      tag_page(call, role_arn(require_role(call, request.role_name)), request.max_items, request.marker);
  return {.tags = tag_view(page.items), .is_truncated = page.is_truncated, .marker = page.marker};
}

}  // namespace neargate::api::iam
