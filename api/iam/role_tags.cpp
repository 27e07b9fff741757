#include <algorithm>

#include "api/iam/paging.h"
#include "api/iam/role_view.h"
#include "gen/iam/operations.h"

namespace neargate::api::iam {

TagRoleResponse tag_role(Call& call, TagRoleRequest const& request) {
  domain::Role const role = require_modifiable_role(call, request.role_name);
  state::set_tags(call.db, role_arn(role), tag_list(request.tags.value_or(std::vector<Tag>{})));
  return {};
}

UntagRoleResponse untag_role(Call& call, UntagRoleRequest const& request) {
  domain::Role const role = require_modifiable_role(call, request.role_name);
  state::remove_tags(call.db, role_arn(role), request.tag_keys.value_or(std::vector<std::string>{}));
  return {};
}

ListRoleTagsResponse list_role_tags(Call& call, ListRoleTagsRequest const& request) {
  domain::Role const role = require_role(call, request.role_name);
  state::TagList tags = state::list_tags(call.db, role_arn(role));
  std::sort(tags.begin(), tags.end());
  auto const page = marked_page("tags " + role.id, tags, request.max_items, request.marker,
                                [](auto const& tag) { return tag.first; });
  return {.tags = tag_view(page.items), .is_truncated = page.is_truncated, .marker = page.marker};
}

}  // namespace neargate::api::iam
