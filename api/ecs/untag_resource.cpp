#include "api/ecs/deploy.h"
#include "api/ecs/taggable.h"
#include "api/ecs/task_tags.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "state/tags.h"

namespace neargate::api::ecs {

UntagResourceResponse untag_resource(Call& call, UntagResourceRequest const& request) {
  Taggable resource = require_taggable(call, request.resource_arn.value_or(""));
  if (resource.task) settle_task_tags(call, *resource.task);
  // Keys that are not there are no error.
  state::remove_tags(call.db, resource.arn, request.tag_keys.value_or(std::vector<std::string>{}));
  if (resource.service) propagate_service_tags(call, *resource.service);
  return {};
}

}  // namespace neargate::api::ecs
