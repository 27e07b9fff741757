#include "api/ecs/refuse.h"
#include "api/ecs/task_set_view.h"
#include "api/ecs/task_sets.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

UpdateServicePrimaryTaskSetResponse update_service_primary_task_set(
    Call& call, UpdateServicePrimaryTaskSetRequest const& request) {
  domain::Service service = require_external_service(call, request.cluster, request.service.value_or(""));
  auto const set = require_task_set(call, service, request.primary_task_set.value_or(""));
  if (set->status == domain::TaskSetStatus::Draining)
    refuse(invalid("The specified task set is DRAINING and cannot become the primary task set."));

  make_primary(service, domain::DeploymentId{set->id}, call.clock.now());
  state::save_service(call.db, service);
  return {.task_set =
              task_set_view(call, service.key, service.task_sets.front(),
                            state::count_tasks_by_deployment(call.db, service.key), ServiceTags::Hidden)};
}

}  // namespace neargate::api::ecs
