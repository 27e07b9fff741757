#include "api/ecs/refuse.h"
#include "api/ecs/rules/service_rules.h"
#include "api/ecs/task_set_view.h"
#include "api/ecs/task_sets.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

UpdateTaskSetResponse update_task_set(Call& call, UpdateTaskSetRequest const& request) {
  domain::Service service = require_external_service(call, request.cluster, request.service.value_or(""));
  auto const set = require_task_set(call, service, request.task_set.value_or(""));
  if (!request.scale) refuse(invalid("Scale can not be null."));
  check(scale_refused(request.scale));
  if (set->status == domain::TaskSetStatus::Draining)
    refuse(invalid("The specified task set is DRAINING and cannot be updated."));

  scale_task_set(*set, service.desired_count, request.scale->value.value_or(0), call.clock.now());
  service.steady_since.reset();
  state::save_service(call.db, service);
  return {.task_set =
              task_set_view(call, service.key, *set, state::count_tasks_by_deployment(call.db, service.key),
                            ServiceTags::Hidden)};
}

}  // namespace neargate::api::ecs
