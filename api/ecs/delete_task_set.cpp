#include "api/ecs/refuse.h"
#include "api/ecs/task_set_view.h"
#include "api/ecs/task_sets.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

void check_deletable(domain::TaskSet const& set, bool is_forced) {
  if (is_forced) return;
  if (set.status == domain::TaskSetStatus::Primary)
    refuse(
        invalid("The primary task set of a service cannot be deleted. Specify force to delete it "
                "nevertheless."));
  if (set.scale_percent > 0) refuse(invalid("The task set cannot be deleted while it is scaled above 0."));
}

}  // namespace

DeleteTaskSetResponse delete_task_set(Call& call, DeleteTaskSetRequest const& request) {
  domain::Service service = require_external_service(call, request.cluster, request.service.value_or(""));
  auto const set = require_task_set(call, service, request.task_set.value_or(""));
  // The scheduler stops the tasks and forgets the set with the last one; asking again until then succeeds.
  if (set->status != domain::TaskSetStatus::Draining) {
    check_deletable(*set, request.force.value_or(false));
    bool const was_primary = set->status == domain::TaskSetStatus::Primary;
    set->status = domain::TaskSetStatus::Draining;
    scale_task_set(*set, service.desired_count, 0, call.clock.now());
    set->updated_at = call.clock.now();
    if (was_primary) forget_primary(service);
    service.steady_since.reset();
    state::save_service(call.db, service);
  }
  return {.task_set =
              task_set_view(call, service.key, *set, state::count_tasks_by_deployment(call.db, service.key),
                            ServiceTags::Hidden)};
}

}  // namespace neargate::api::ecs
