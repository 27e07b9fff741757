#include "state/instance_profiles.h"
#include "api/iam/arns.h"
#include "api/iam/paging.h"
#include "api/iam/role_view.h"
#include "api/iam/tags.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/roles.h"

namespace neargate::api::iam {

namespace {

domain::InstanceProfile require_profile(Call& call, std::optional<std::string> const& name) {
  std::string const text = name.value_or("");
  if (auto profile = state::find_instance_profile(call.db, call.scope.account, text)) return *profile;
  throw wire::Error(NoSuchEntityException, "Instance Profile " + text + " cannot be found.");
}

InstanceProfile profile_view(Call& call, domain::InstanceProfile const& profile) {
  InstanceProfile view{.path = profile.path,
                       .instance_profile_name = profile.name,
                       .instance_profile_id = profile.id,
                       .arn = profile_arn(profile),
                       .create_date = profile.created_at,
                       .roles = std::vector<Role>{}};
  if (profile.role)
    if (auto const role = state::find_role(call.db, profile.account, *profile.role))
      view.roles->push_back(role_view(*role));
  return view;
}

/// GetInstanceProfile shows tags, CreateInstanceProfile those that it was given, lists do not.
InstanceProfile tagged_view(Call& call, domain::InstanceProfile const& profile) {
  InstanceProfile view = profile_view(call, profile);
  view.tags = tag_view(state::list_tags(call.db, profile_arn(profile)));
  return view;
}

}  // namespace

CreateInstanceProfileResponse create_instance_profile(Call& call,
                                                      CreateInstanceProfileRequest const& request) {
  std::string const name = request.instance_profile_name.value_or("");
  state::TagList const tags = tag_list(request.tags);
  if (state::find_instance_profile(call.db, call.scope.account, name))
    throw wire::Error(EntityAlreadyExistsException, "Instance Profile " + name + " already exists.");
  domain::InstanceProfile profile;
  profile.account = call.scope.account;
  profile.name = name;
  profile.path = request.path.value_or("/");
  profile.id = call.mint.iam_id("AIPA");
  profile.created_at = call.clock.now();
  state::save_instance_profile(call.db, profile);
  state::set_tags(call.db, profile_arn(profile), tags);
  return {.instance_profile = tags.empty() ? profile_view(call, profile) : tagged_view(call, profile)};
}

GetInstanceProfileResponse get_instance_profile(Call& call, GetInstanceProfileRequest const& request) {
  return {.instance_profile = tagged_view(call, require_profile(call, request.instance_profile_name))};
}

DeleteInstanceProfileResponse delete_instance_profile(Call& call,
                                                      DeleteInstanceProfileRequest const& request) {
  domain::InstanceProfile const profile = require_profile(call, request.instance_profile_name);
  if (profile.role)
    throw wire::Error(DeleteConflictException,
                      "Cannot delete entity, must remove roles from instance profile first.");
  state::delete_instance_profile(call.db, profile.account, profile.name);
  state::remove_all_tags(call.db, profile_arn(profile));
  return {};
}

AddRoleToInstanceProfileResponse add_role_to_instance_profile(
    Call& call, AddRoleToInstanceProfileRequest const& request) {
  domain::InstanceProfile profile = require_profile(call, request.instance_profile_name);
  domain::Role const role = require_modifiable_role(call, request.role_name);
  if (profile.role)
    throw wire::Error(LimitExceededException,
                      "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  profile.role = role.name;
  state::save_instance_profile(call.db, profile);
  return {};
}

RemoveRoleFromInstanceProfileResponse remove_role_from_instance_profile(
    Call& call, RemoveRoleFromInstanceProfileRequest const& request) {
  domain::InstanceProfile profile = require_profile(call, request.instance_profile_name);
  domain::Role const role = require_modifiable_role(call, request.role_name);
  if (profile.role != role.name)
    throw wire::Error(NoSuchEntityException, "Role " + role.name.text() + " in Instance Profile " +
                                                 profile.name + " cannot be found.");
  profile.role.reset();
  state::save_instance_profile(call.db, profile);
  return {};
}

ListInstanceProfilesResponse list_instance_profiles(Call& call, ListInstanceProfilesRequest const& request) {
  std::string const prefix = request.path_prefix.value_or("/");
  auto profiles = state::list_instance_profiles(call.db, call.scope.account);
  std::erase_if(profiles, [&](auto const& profile) { return !profile.path.starts_with(prefix); });
  std::sort(profiles.begin(), profiles.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
  auto const page = marked_page("profiles " + prefix, profiles, request.max_items, request.marker,
                                [](domain::InstanceProfile const& profile) { return profile.name; });
  ListInstanceProfilesResponse response{.instance_profiles = std::vector<InstanceProfile>{},
                                        .is_truncated = page.is_truncated,
                                        .marker = page.marker};
  for (auto const& profile : page.items) response.instance_profiles->push_back(profile_view(call, profile));
  return response;
}

ListInstanceProfilesForRoleResponse list_instance_profiles_for_role(
    Call& call, ListInstanceProfilesForRoleRequest const& request) {
  domain::Role const role = require_role(call, request.role_name);
  auto profiles = state::list_instance_profiles(call.db, call.scope.account);
  std::erase_if(profiles, [&](auto const& profile) { return profile.role != role.name; });
  std::sort(profiles.begin(), profiles.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
  auto const page = marked_page("profiles of " + role.id, profiles, request.max_items, request.marker,
                                [](domain::InstanceProfile const& profile) { return profile.name; });
  ListInstanceProfilesForRoleResponse response{.instance_profiles = std::vector<InstanceProfile>{},
                                               .is_truncated = page.is_truncated,
                                               .marker = page.marker};
  for (auto const& profile : page.items) response.instance_profiles->push_back(profile_view(call, profile));
  return response;
}

TagInstanceProfileResponse tag_instance_profile(Call& call, TagInstanceProfileRequest const& request) {
  add_tags(call, profile_arn(require_profile(call, request.instance_profile_name)), "InstanceProfile",
           request.tags);
  return {};
}

UntagInstanceProfileResponse untag_instance_profile(Call& call, UntagInstanceProfileRequest const& request) {
  drop_tags(call, profile_arn(require_profile(call, request.instance_profile_name)), request.tag_keys);
  return {};
}

ListInstanceProfileTagsResponse list_instance_profile_tags(Call& call,
                                                           ListInstanceProfileTagsRequest const& request) {
  auto const page = tag_page(call, profile_arn(require_profile(call, request.instance_profile_name)),
                             request.max_items, request.marker);
  return {.tags = tag_view(page.items), .is_truncated = page.is_truncated, .marker = page.marker};
}

}  // namespace neargate::api::iam
