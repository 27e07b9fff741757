#include <algorithm>

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/task_protection.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/services.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t tasks_max = 10;
constexpr int minutes_usual = 120, minutes_max = 2880;

/// A deployment waits for the task to go: its own deployment is not the service's any more. What is protected
/// already may stay so, and for longer.
bool is_blocking(Call& call, domain::Task const& task) {
  if (is_protected_at(task, call.clock.now())) return false;
  if (task.desired_status == domain::DesiredStatus::Stopped) return true;
  auto const service = state::find_service(call.db, {task.key.scope, task.key.cluster, *task.service});
  if (!service || service->status != domain::ServiceStatus::Active) return true;
  bool const deployed = std::ranges::any_of(service->deployments, [&](domain::Deployment const& one) {
    return task.deployment == one.id && one.status == domain::DeploymentStatus::Primary;
  });
  bool const set = std::ranges::any_of(service->task_sets, [&](domain::TaskSet const& one) {
    return task.deployment == one.id && one.status != domain::TaskSetStatus::Draining;
  });
  return !deployed && !set;
}

}  // namespace

UpdateTaskProtectionResponse update_task_protection(Call& call, UpdateTaskProtectionRequest const& request) {
  auto const& named = items(request.tasks);
  if (named.empty()) refuse(invalid("Tasks cannot be empty."));
  if (named.size() > tasks_max) refuse(invalid("taskIds can have at most 10 items."));
  int const minutes = request.expires_in_minutes.value_or(minutes_usual);
  if (minutes < 1 || minutes > minutes_max) refuse(invalid("expiresInMinutes must be between 1 and 2880."));
  auto const cluster = require_cluster(call, request.cluster);
  bool const enables = request.protection_enabled.value_or(false);

  UpdateTaskProtectionResponse response;
  response.protected_tasks.emplace();
  response.failures.emplace();
  for (auto& task : protectable_tasks(call, cluster, named, *response.failures)) {
    if (enables && is_blocking(call, task)) {
      response.failures->push_back({.arn = domain::task_arn(task.key), .reason = "DEPLOYMENT_BLOCKED"});
      continue;
    }
    task.is_protected = enables;
    task.protected_until.reset();
    if (enables) task.protected_until = call.clock.now() + std::chrono::minutes{minutes};
    state::save_task(call.db, task);
    response.protected_tasks->push_back(protection_view(task, call.clock.now()));
  }
  return response;
}

}  // namespace neargate::api::ecs
