#include "api/ecs/refuse.h"
#include "api/ecs/service_deployment_view.h"
#include "api/ecs/service_history_arn.h"
#include "gen/ecs/operations.h"
#include "state/database.h"
#include "state/service_history.h"

namespace neargate::api::ecs {

ContinueServiceDeploymentResponse continue_service_deployment(
    Call& call, ContinueServiceDeploymentRequest const& request) {
  std::string const arn = request.service_deployment_arn.value_or("");
  auto deployment = require_service_deployment(call, arn);
  if (!deployment.is_awaiting_hook || request.hook_id != hook_id(deployment))
    refuse(invalid("The service deployment is not paused at the specified lifecycle hook."));
  if (deployment.hook_continues)
    refuse(invalid("The specified lifecycle hook has already been continued or rolled back."));
  // The scheduler goes on from here.
  deployment.hook_continues = request.action != DeploymentLifecycleHookAction::Rollback;
  deployment.updated_at = call.clock.now();
  state::save_service_deployment(call.db, deployment);
  call.db.touch(deployment.service);
  return {.service_deployment_arn = arn};
}

}  // namespace neargate::api::ecs
