#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/service_view.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

DeleteServiceResponse delete_service(Call& call, DeleteServiceRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  domain::Service service = require_service(call, cluster, request.service.value_or(""));
  if (service.status == domain::ServiceStatus::Inactive)
    refuse({ServiceNotFoundException, "Service not found."});

  // Repeating it while the service drains succeeds.
  if (service.status == domain::ServiceStatus::Active) {
    bool const is_daemon = service.scheduling == domain::SchedulingStrategy::Daemon;
    if ((service.desired_count > 0 || is_daemon) && !request.force.value_or(false))
      refuse(invalid("The service cannot be stopped while it is scaled above 0."));
    // The scheduler stops the tasks, then makes the service INACTIVE; deployments stay listed until then.
    service.status = domain::ServiceStatus::Draining;
    service.desired_count = 0;
    service.steady_since.reset();
    state::save_service(call.db, service);
  }
  return {.service = service_view(call, service, ServiceTags::Hidden)};
}

}  // namespace neargate::api::ecs
