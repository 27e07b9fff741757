// The operations of ecr that neargate serves: one line each, in the model's names.

#include <vector>

#include "api/serve.h"
#include "gen/ecr/codec.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"

namespace neargate::api::ecr {

std::span<Operation const> operations() {
  static std::vector<Operation> const served{
      {"BatchCheckLayerAvailability", serve<&batch_check_layer_availability>},
      {"BatchDeleteImage", serve<&batch_delete_image>},
      {"BatchGetImage", serve<&batch_get_image>},
      {"BatchGetRepositoryScanningConfiguration", serve<&batch_get_repository_scanning_configuration>},
      // The layer uploads only look here; they write once this transaction has ended.
      {"CompleteLayerUpload", serve<&complete_layer_upload>, Access::Read},
      {"CreatePullThroughCacheRule", serve<&create_pull_through_cache_rule>},
      {"CreateRepository", serve<&create_repository>},
      {"CreateRepositoryCreationTemplate", serve<&create_repository_creation_template>},
      {"DeleteLifecyclePolicy", serve<&delete_lifecycle_policy>},
      {"DeletePullThroughCacheRule", serve<&delete_pull_through_cache_rule>},
      {"DeleteRegistryPolicy", serve<&delete_registry_policy>},
      {"DeleteRepository", serve<&delete_repository>},
      {"DeleteRepositoryCreationTemplate", serve<&delete_repository_creation_template>},
      {"DeleteRepositoryPolicy", serve<&delete_repository_policy>},
      {"DeleteSigningConfiguration", serve<&delete_signing_configuration>},
      {"DeregisterPullTimeUpdateExclusion", serve<&deregister_pull_time_update_exclusion>},
      {"DescribeImageReplicationStatus", serve<&describe_image_replication_status>},
      {"DescribeImageScanFindings", serve<&describe_image_scan_findings>},
      {"DescribeImageSigningStatus", serve<&describe_image_signing_status>},
      {"DescribeImages", serve<&describe_images>},
      {"DescribePullThroughCacheRules", serve<&describe_pull_through_cache_rules>},
      {"DescribeRegistry", serve<&describe_registry>},
      {"DescribeRepositories", serve<&describe_repositories>},
      {"DescribeRepositoryCreationTemplates", serve<&describe_repository_creation_templates>},
      {"GetAccountSetting", serve<&get_account_setting>},
      // Writes: the first password of a data directory makes the secret that signs them.
      {"GetAuthorizationToken", serve<&get_authorization_token>, Access::Write},
      {"GetDownloadUrlForLayer", serve<&get_download_url_for_layer>},
      {"GetLifecyclePolicy", serve<&get_lifecycle_policy>},
      {"GetLifecyclePolicyPreview", serve<&get_lifecycle_policy_preview>},
      {"GetRegistryPolicy", serve<&get_registry_policy>},
      {"GetRegistryScanningConfiguration", serve<&get_registry_scanning_configuration>},
      {"GetRepositoryPolicy", serve<&get_repository_policy>},
      {"GetSigningConfiguration", serve<&get_signing_configuration>},
      {"InitiateLayerUpload", serve<&initiate_layer_upload>, Access::Read},
      {"ListImageReferrers", serve<&list_image_referrers>},
      {"ListImages", serve<&list_images>},
      {"ListPullTimeUpdateExclusions", serve<&list_pull_time_update_exclusions>},
      {"ListTagsForResource", serve<&list_tags_for_resource>},
      {"PutAccountSetting", serve<&put_account_setting>},
      {"PutImage", serve<&put_image>},
      {"PutImageScanningConfiguration", serve<&put_image_scanning_configuration>},
      {"PutImageTagMutability", serve<&put_image_tag_mutability>},
      {"PutLifecyclePolicy", serve<&put_lifecycle_policy>},
      {"PutRegistryPolicy", serve<&put_registry_policy>},
      {"PutRegistryScanningConfiguration", serve<&put_registry_scanning_configuration>},
      {"PutReplicationConfiguration", serve<&put_replication_configuration>},
      {"PutSigningConfiguration", serve<&put_signing_configuration>},
      {"RegisterPullTimeUpdateExclusion", serve<&register_pull_time_update_exclusion>},
      {"SetRepositoryPolicy", serve<&set_repository_policy>},
      {"StartImageScan", serve<&start_image_scan>},
      {"StartLifecyclePolicyPreview", serve<&start_lifecycle_policy_preview>},
      {"TagResource", serve<&tag_resource>},
      {"UntagResource", serve<&untag_resource>},
      {"UpdateImageStorageClass", serve<&update_image_storage_class>},
      {"UpdatePullThroughCacheRule", serve<&update_pull_through_cache_rule>},
      {"UpdateRepositoryCreationTemplate", serve<&update_repository_creation_template>},
      {"UploadLayerPart", serve<&upload_layer_part>, Access::Read},
      {"ValidatePullThroughCacheRule", serve<&validate_pull_through_cache_rule>, Access::Read}};
  return served;
}

}  // namespace neargate::api::ecr
