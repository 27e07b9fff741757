#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/service_view.h"
#include "api/ecs/task_sets.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

void check_deletable(domain::Service const& service, bool is_forced) {
  if (is_forced) return;
  for (domain::TaskSet const& set : service.task_sets)
    if (set.status == domain::TaskSetStatus::Primary && set.scale_percent > 0)
      refuse(invalid("The service cannot be stopped while the primary task set is scaled above 0."));
  bool const is_daemon = service.scheduling == domain::SchedulingStrategy::Daemon;
  if (service.desired_count > 0 || is_daemon)
    refuse(invalid("The service cannot be stopped while it is scaled above 0."));
}

/// This answer alone lacks the revisions and the younger members of the configuration.
Service deleted_view(Service view) {
  view.current_service_revisions.reset();
  if (!view.deployment_configuration) return view;
  view.deployment_configuration->bake_time_in_minutes.reset();
  if (auto& breaker = view.deployment_configuration->deployment_circuit_breaker) {
    breaker->reset_on_healthy_task.reset();
    breaker->threshold_configuration.reset();
  }
  return view;
}

}  // namespace

DeleteServiceResponse delete_service(Call& call, DeleteServiceRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  domain::Service service = require_service(call, cluster, request.service.value_or(""));
  if (service.status == domain::ServiceStatus::Inactive)
    refuse({ServiceNotFoundException, "Service not found."});

  // Repeating it while the service drains succeeds.
  if (service.status == domain::ServiceStatus::Active) {
    check_deletable(service, request.force.value_or(false));
    // The scheduler stops the tasks, then makes the service INACTIVE; deployments stay listed until then.
    service.status = domain::ServiceStatus::Draining;
    service.desired_count = 0;
    service.steady_since.reset();
    for (domain::TaskSet& set : service.task_sets)
      scale_task_set(set, 0, set.scale_percent, call.clock.now());
    state::save_service(call.db, service);
  }
  return {.service = deleted_view(service_view(call, service, ServiceTags::Hidden))};
}

}  // namespace neargate::api::ecs
