#include "api/ecs/deploy.h"
#include "api/ecs/refuse.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/taggable.h"
#include "api/ecs/task_tags.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

TagResourceResponse tag_resource(Call& call, TagResourceRequest const& request) {
  Taggable resource = require_taggable(call, request.resource_arn.value_or(""));
  bool const of_definition = resource.kind == TaggableKind::TaskDefinition;
  check(tags_refused(request.tags, of_definition ? &client : &invalid));

  if (resource.task) settle_task_tags(call, *resource.task);
  state::set_tags(call.db, resource.arn, tag_list(request.tags));
  // Counted after merging: the transaction takes back what is too much.
  if (state::list_tags(call.db, resource.arn).size() > 50)
    refuse({LimitExceededException, "Tags can have at most 50 items."});
  if (resource.service) propagate_service_tags(call, *resource.service);
  return {};
}

}  // namespace neargate::api::ecs
