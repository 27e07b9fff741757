#include <algorithm>

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
  auto const pause = std::ranges::find_if(deployment.pauses, [&](domain::HookPause const& one) {
    return request.hook_id == hook_id(deployment, one);
  });
  if (pause == deployment.pauses.end())
    refuse(invalid("The service deployment is not paused at the specified lifecycle hook."));
  if (pause->status != domain::HookStatus::AwaitingAction)
    refuse(invalid("The specified lifecycle hook has already been continued or rolled back."));
  // The scheduler goes on from here.
  pause->status = request.action == DeploymentLifecycleHookAction::Rollback ? domain::HookStatus::Failed
                                                                            : domain::HookStatus::Succeeded;
  deployment.updated_at = call.clock.now();
  state::save_service_deployment(call.db, deployment);
  call.db.touch(deployment.service);
  return {.service_deployment_arn = arn};
}

}  // namespace neargate::api::ecs
