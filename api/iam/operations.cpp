// The list: what of IAM is served.

#include "gen/iam/operations.h"

#include "api/serve.h"
#include "gen/iam/codec.h"

namespace neargate::api::iam {

namespace {

constexpr Operation served[] = {
    {"AttachRolePolicy", serve<&attach_role_policy>},
    {"CreateRole", serve<&create_role>},
    {"DeleteRole", serve<&delete_role>},
    {"DeleteRolePolicy", serve<&delete_role_policy>},
    {"DetachRolePolicy", serve<&detach_role_policy>},
    {"GetRole", serve<&get_role>},
    {"GetRolePolicy", serve<&get_role_policy>},
    {"ListAttachedRolePolicies", serve<&list_attached_role_policies>},
    {"ListInstanceProfilesForRole", serve<&list_instance_profiles_for_role>},
    {"ListRolePolicies", serve<&list_role_policies>},
    {"ListRoleTags", serve<&list_role_tags>},
    {"ListRoles", serve<&list_roles>},
    {"PutRolePolicy", serve<&put_role_policy>},
    {"TagRole", serve<&tag_role>},
    {"UntagRole", serve<&untag_role>},
    {"UpdateAssumeRolePolicy", serve<&update_assume_role_policy>},
    {"UpdateRole", serve<&update_role>},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::iam
