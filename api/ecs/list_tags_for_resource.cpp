#include <algorithm>

#include "api/ecs/tag_view.h"
#include "api/ecs/taggable.h"
#include "api/ecs/task_tags.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

ListTagsForResourceResponse list_tags_for_resource(Call& call, ListTagsForResourceRequest const& request) {
  Taggable const resource = require_taggable(call, request.resource_arn.value_or(""));
  auto tags = resource.task ? task_tags(call, *resource.task) : state::list_tags(call.db, resource.arn);
  std::ranges::sort(tags);  // by key, whatever the order of tagging
  return {.tags = tag_view(tags)};
}

}  // namespace neargate::api::ecs
