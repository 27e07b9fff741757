// The list: what of IAM is served.

#include "gen/iam/operations.h"

#include "api/serve.h"
#include "gen/iam/codec.h"

namespace neargate::api::iam {

namespace {

constexpr Operation served[] = {
    {"AddRoleToInstanceProfile", serve<&add_role_to_instance_profile>},
    {"AttachRolePolicy", serve<&attach_role_policy>},
    {"AttachUserPolicy", serve<&attach_user_policy>},
    {"CreateAccessKey", serve<&create_access_key>},
    {"CreateInstanceProfile", serve<&create_instance_profile>},
    {"CreatePolicy", serve<&create_policy>},
    {"CreatePolicyVersion", serve<&create_policy_version>},
    {"CreateRole", serve<&create_role>},
    {"CreateServiceLinkedRole", serve<&create_service_linked_role>},
    {"CreateUser", serve<&create_user>},
    {"DeleteAccessKey", serve<&delete_access_key>},
    {"DeleteInstanceProfile", serve<&delete_instance_profile>},
    {"DeletePolicy", serve<&delete_policy>},
    {"DeletePolicyVersion", serve<&delete_policy_version>},
    {"DeleteRole", serve<&delete_role>},
    {"DeleteRolePermissionsBoundary", serve<&delete_role_permissions_boundary>},
    {"DeleteRolePolicy", serve<&delete_role_policy>},
    {"DeleteServiceLinkedRole", serve<&delete_service_linked_role>},
    {"DeleteUser", serve<&delete_user>},
    {"DeleteUserPermissionsBoundary", serve<&delete_user_permissions_boundary>},
    {"DeleteUserPolicy", serve<&delete_user_policy>},
    {"DetachRolePolicy", serve<&detach_role_policy>},
    {"DetachUserPolicy", serve<&detach_user_policy>},
    {"GetInstanceProfile", serve<&get_instance_profile>},
    {"GetPolicy", serve<&get_policy>},
    {"GetPolicyVersion", serve<&get_policy_version>},
    {"GetRole", serve<&get_role>},
    {"GetRolePolicy", serve<&get_role_policy>},
    {"GetServiceLinkedRoleDeletionStatus", serve<&get_service_linked_role_deletion_status>},
    {"GetUser", serve<&get_user>},
    {"GetUserPolicy", serve<&get_user_policy>},
    {"ListAccessKeys", serve<&list_access_keys>},
    {"ListAttachedRolePolicies", serve<&list_attached_role_policies>},
    {"ListAttachedUserPolicies", serve<&list_attached_user_policies>},
    {"ListEntitiesForPolicy", serve<&list_entities_for_policy>},
    {"ListGroupsForUser", serve<&list_groups_for_user>},
    {"ListInstanceProfileTags", serve<&list_instance_profile_tags>},
    {"ListInstanceProfiles", serve<&list_instance_profiles>},
    {"ListInstanceProfilesForRole", serve<&list_instance_profiles_for_role>},
    {"ListPolicies", serve<&list_policies>},
    {"ListPolicyTags", serve<&list_policy_tags>},
    {"ListPolicyVersions", serve<&list_policy_versions>},
    {"ListRolePolicies", serve<&list_role_policies>},
    {"ListRoleTags", serve<&list_role_tags>},
    {"ListRoles", serve<&list_roles>},
    {"ListUserPolicies", serve<&list_user_policies>},
    {"ListUserTags", serve<&list_user_tags>},
    {"ListUsers", serve<&list_users>},
    {"PutRolePermissionsBoundary", serve<&put_role_permissions_boundary>},
    {"PutRolePolicy", serve<&put_role_policy>},
    {"PutUserPermissionsBoundary", serve<&put_user_permissions_boundary>},
    {"PutUserPolicy", serve<&put_user_policy>},
    {"RemoveRoleFromInstanceProfile", serve<&remove_role_from_instance_profile>},
    {"SetDefaultPolicyVersion", serve<&set_default_policy_version>},
    {"TagInstanceProfile", serve<&tag_instance_profile>},
    {"TagPolicy", serve<&tag_policy>},
    {"TagRole", serve<&tag_role>},
    {"TagUser", serve<&tag_user>},
    {"UntagInstanceProfile", serve<&untag_instance_profile>},
    {"UntagPolicy", serve<&untag_policy>},
    {"UntagRole", serve<&untag_role>},
    {"UntagUser", serve<&untag_user>},
    {"UpdateAccessKey", serve<&update_access_key>},
    {"UpdateAssumeRolePolicy", serve<&update_assume_role_policy>},
    {"UpdateRole", serve<&update_role>},
    {"UpdateRoleDescription", serve<&update_role_description>},
    {"UpdateUser", serve<&update_user>},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::iam
