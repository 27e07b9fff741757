// The operations of ecr-public that neargate serves: one line each, in the model's names.

#include <vector>

#include "api/serve.h"
#include "gen/ecr_public/codec.h"
#include "gen/ecr_public/operations.h"
#include "gen/ecr_public/shapes.h"

namespace neargate::api::ecr_public {

std::span<Operation const> operations() {
  static std::vector<Operation> const served{
      {"CreateRepository", serve<&create_repository>},
      {"DeleteRepository", serve<&delete_repository>},
      {"DescribeImages", serve<&describe_images>},
      {"DescribeRepositories", serve<&describe_repositories>},
      // Writes: passwords are noted.
      {"GetAuthorizationToken", serve<&get_authorization_token>, Access::Write}};
  return served;
}

}  // namespace neargate::api::ecr_public
