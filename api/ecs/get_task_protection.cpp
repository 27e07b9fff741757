#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/task_protection.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

namespace {
constexpr std::size_t tasks_max = 100;
}

GetTaskProtectionResponse get_task_protection(Call& call, GetTaskProtectionRequest const& request) {
  auto const& named = items(request.tasks);
  if (named.empty()) refuse(invalid("Tasks cannot be empty."));
  if (named.size() > tasks_max) refuse(invalid("taskIds can have at most 100 items."));
  auto const cluster = require_cluster(call, request.cluster);

  GetTaskProtectionResponse response;
  response.protected_tasks.emplace();
  response.failures.emplace();
  for (auto const& task : protectable_tasks(call, cluster, named, *response.failures))
    response.protected_tasks->push_back(protection_view(task, call.clock.now()));
  return response;
}

}  // namespace neargate::api::ecs
