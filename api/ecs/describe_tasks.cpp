#include <algorithm>
#include <set>

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/task_view.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t tasks_max = 100;

std::string failure_arn(Call const& call, domain::ClusterName const& cluster, std::string const& text) {
  return text.starts_with("arn:") ? text : domain::task_arn({call.scope, cluster, domain::TaskId{text}});
}

}  // namespace

DescribeTasksResponse describe_tasks(Call& call, DescribeTasksRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  auto const& named = items(request.tasks);
  if (named.empty()) refuse(invalid("Tasks cannot be empty."));
  if (named.size() > tasks_max) refuse(invalid("taskIds can have at most 100 items."));
  auto const& include = items(request.include);
  bool const with_tags = std::ranges::find(include, TaskField::Tags) != include.end();

  DescribeTasksResponse response;
  response.tasks.emplace();
  response.failures.emplace();
  std::set<std::string> seen;
  for (std::string const& text : named) {
    std::string const arn = failure_arn(call, cluster.name, text);
    if (!seen.insert(arn).second) continue;
    // A task of another cluster is as missing as one that never was.
    auto const member = member_of(call, cluster.name, "task", text);
    if (member) check_task_id(member->name);
    auto const task =
        member && !member->other_cluster
            ? state::find_task(call.db, {call.scope, cluster.name, domain::TaskId{member->name}})
            : std::nullopt;
    if (task)
      response.tasks->push_back(
          task_view(call, *task, TaskHealth::Shown, with_tags ? TaskTags::Shown : TaskTags::Hidden));
    else
      response.failures->push_back({.arn = arn, .reason = "MISSING"});
  }
  return response;
}

}  // namespace neargate::api::ecs
