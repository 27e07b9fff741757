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
      {"CreateRepository", serve<&create_repository>},
      {"DeleteRepository", serve<&delete_repository>},
      {"DescribeImages", serve<&describe_images>},
      {"DescribeRepositories", serve<&describe_repositories>},
      // Writes: the first password of a data directory makes the secret that signs them.
      {"GetAuthorizationToken", serve<&get_authorization_token>, Access::Write},
      {"ListImages", serve<&list_images>},
      {"ListTagsForResource", serve<&list_tags_for_resource>},
      {"PutImage", serve<&put_image>},
      {"PutImageScanningConfiguration", serve<&put_image_scanning_configuration>},
      {"PutImageTagMutability", serve<&put_image_tag_mutability>},
      {"TagResource", serve<&tag_resource>},
      {"UntagResource", serve<&untag_resource>}};
  return served;
}

}  // namespace neargate::api::ecr
