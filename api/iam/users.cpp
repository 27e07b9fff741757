#include "state/users.h"
#include "api/iam/arns.h"
#include "api/iam/owner.h"
#include "api/iam/paging.h"
#include "api/iam/tags.h"
#include "api/iam/user_view.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"

namespace neargate::api::iam {

namespace {

void check_name_is_free(Call& call, std::string const& name) {
  if (state::find_user(call.db, call.scope.account, name))
    throw wire::Error(EntityAlreadyExistsException, "User with name " + name + " already exists.");
}

/// The account's root has an ARN and an id, but neither name nor path. It is as old as accounts can be here.
User root_view(Call const& call) {
  return {.user_id = call.scope.account.text(),
          .arn = "arn:aws:iam::" + call.scope.account.text() + ":root",
          .create_date = domain::Time{}};
}

}  // namespace

CreateUserResponse create_user(Call& call, CreateUserRequest const& request) {
  std::string const name = request.user_name.value_or("");
  state::TagList const tags = tag_list(request.tags);
  check_name_is_free(call, name);
  check_boundary(call, request.permissions_boundary);
  domain::User const user{.account = call.scope.account,
                          .name = name,
                          .path = request.path.value_or("/"),
                          .id = call.mint.iam_id("AIDA"),
                          .permissions_boundary = request.permissions_boundary,
                          .created_at = call.clock.now()};
  state::save_user(call.db, user);
  state::set_tags(call.db, user_arn(user), tags);
  User view = user_view(user);
  if (!tags.empty()) view.tags = tag_view(tags);
  return {.user = view};
}

GetUserResponse get_user(Call& call, GetUserRequest const& request) {
  std::string const name = request.user_name ? *request.user_name : calling_user(call);
  if (name.empty()) return {.user = root_view(call)};
  domain::User const user = require_user(call, name);
  User view = user_view(user);
  auto const tags = state::list_tags(call.db, user_arn(user));
  if (!tags.empty()) view.tags = tag_view(tags);
  return {.user = view};
}

ListUsersResponse list_users(Call& call, ListUsersRequest const& request) {
  std::string const prefix = request.path_prefix.value_or("/");
  std::vector<domain::User> users = state::list_users(call.db, call.scope.account);
  std::erase_if(users, [&](domain::User const& user) { return !user.path.starts_with(prefix); });
  std::sort(users.begin(), users.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
  auto const page = marked_page("users " + prefix, users, request.max_items, request.marker,
                                [](domain::User const& user) { return user.name; });
  ListUsersResponse response{
      .users = std::vector<User>{}, .is_truncated = page.is_truncated, .marker = page.marker};
  for (domain::User const& user : page.items) response.users->push_back(user_view(user));
  return response;
}

UpdateUserResponse update_user(Call& call, UpdateUserRequest const& request) {
  domain::User user = require_user(call, request.user_name);
  std::string const old_arn = user_arn(user);
  bool const renamed = request.new_user_name && *request.new_user_name != user.name;
  if (renamed) {
    auto const holder = state::find_user(call.db, call.scope.account, *request.new_user_name);
    if (holder && holder->id != user.id) check_name_is_free(call, *request.new_user_name);
    state::rename_user(call.db, user, *request.new_user_name);
    user.name = *request.new_user_name;
  }
  if (request.new_path) user.path = *request.new_path;
  state::save_user(call.db, user);
  state::TagList const tags = state::list_tags(call.db, old_arn);  // they hang on the ARN, which changes
  state::remove_all_tags(call.db, old_arn);
  state::set_tags(call.db, user_arn(user), tags);
  return {};
}

DeleteUserResponse delete_user(Call& call, DeleteUserRequest const& request) {
  domain::User const user = require_user(call, request.user_name);
  check_without_policies(call, owner_of(user));
  if (!state::list_access_keys(call.db, user.account, user.name).empty())
    throw wire::Error(DeleteConflictException, "Cannot delete entity, must delete access keys first.");
  state::delete_user(call.db, user.account, user.name);
  state::remove_all_tags(call.db, user_arn(user));
  return {};
}

ListGroupsForUserResponse list_groups_for_user(Call& call, ListGroupsForUserRequest const& request) {
  // Groups cannot be made here, so no user is in one.
  require_user(call, request.user_name);
  return {.groups = std::vector<Group>{}, .is_truncated = false};
}

TagUserResponse tag_user(Call& call, TagUserRequest const& request) {
  add_tags(call, user_arn(require_user(call, request.user_name)), "User", request.tags);
  return {};
}

UntagUserResponse untag_user(Call& call, UntagUserRequest const& request) {
  drop_tags(call, user_arn(require_user(call, request.user_name)), request.tag_keys);
  return {};
}

ListUserTagsResponse list_user_tags(Call& call, ListUserTagsRequest const& request) {
  auto const page =
      tag_page(call, user_arn(require_user(call, request.user_name)), request.max_items, request.marker);
  return {.tags = tag_view(page.items), .is_truncated = page.is_truncated, .marker = page.marker};
}

}  // namespace neargate::api::iam
