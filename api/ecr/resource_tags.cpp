// TagResource, UntagResource and ListTagsForResource.

#include "api/ecr/require.h"
#include "api/ecr/tag_view.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

namespace {

/// The ARN under which the tags of an existing repository are kept.
std::string require_tagged(Call& call, wire::Optional<std::string> const& arn) {
  auto const repository = require_repository_by_arn(call, arn.value_or(""));
  return repository_arn(repository.scope, repository.name);
}

}  // namespace

TagResourceResponse tag_resource(Call& call, TagResourceRequest const& request) {
  add_tags(call, require_tagged(call, request.resource_arn), request.tags.value());
  return {};
}

UntagResourceResponse untag_resource(Call& call, UntagResourceRequest const& request) {
  state::remove_tags(call.db, require_tagged(call, request.resource_arn), request.tag_keys.value());
  return {};
}

ListTagsForResourceResponse list_tags_for_resource(Call& call, ListTagsForResourceRequest const& request) {
  return {.tags = tags_of(call, require_tagged(call, request.resource_arn))};
}

}  // namespace neargate::api::ecr
