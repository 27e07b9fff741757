#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/task_view.h"
#include "domain/lifecycle.h"
#include "gen/ecs/operations.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {
constexpr std::size_t reason_length_max = 1024;
}

StopTaskResponse stop_task(Call& call, StopTaskRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  domain::Task task = require_task(call, cluster, request.task.value_or(""));
  std::string const reason = request.reason.value_or("");
  if (reason.size() > reason_length_max) refuse(invalid("reason longer than 1024."));

  // The reconciler stops the containers. Stopping what is STOPPED, or already told to stop, changes nothing.
  if (task.last_status != domain::TaskStatus::Stopped &&
      task.desired_status != domain::DesiredStatus::Stopped) {
    domain::request_stop(task, domain::StopCode::UserInitiated,
                         reason.empty() ? "Task stopped by user" : reason, call.clock.now());
    state::save_task(call.db, task);
  }
  return {.task = task_view(call, task, TaskHealth::Hidden, TaskTags::Hidden)};
}

}  // namespace neargate::api::ecs
