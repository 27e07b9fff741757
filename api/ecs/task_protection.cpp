#include "api/ecs/task_protection.h"

#include <set>

#include "api/ecs/require.h"
#include "domain/arn.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

std::vector<domain::Task> protectable_tasks(Call& call, domain::Cluster const& cluster,
                                            std::vector<std::string> const& named,
                                            std::vector<Failure>& failures) {
  std::vector<domain::Task> tasks;
  std::set<std::string> seen;
  for (std::string const& text : named) {
    std::string const arn =
        text.starts_with("arn:") ? text : domain::task_arn({call.scope, cluster.name, domain::TaskId{text}});
    if (!seen.insert(arn).second) continue;
    auto const member = member_of(call, cluster.name, "task", text);
    if (member) check_task_id(member->name);
    auto task = member && !member->other_cluster
                    ? state::find_task(call.db, {call.scope, cluster.name, domain::TaskId{member->name}})
                    : std::nullopt;
    if (!task || task->last_status == domain::TaskStatus::Stopped)
      failures.push_back({.arn = arn, .reason = "MISSING"});
    else if (!task->service)
      failures.push_back({.arn = arn, .reason = "TASK_NOT_VALID"});
    else
      tasks.push_back(*std::move(task));
  }
  return tasks;
}

bool is_protected_at(domain::Task const& task, domain::Time now) {
  return task.is_protected && (!task.protected_until || *task.protected_until > now);
}

ProtectedTask protection_view(domain::Task const& task, domain::Time now) {
  ProtectedTask view{.task_arn = domain::task_arn(task.key),
                     .protection_enabled = is_protected_at(task, now)};
  if (*view.protection_enabled) view.expiration_date = task.protected_until;
  return view;
}

}  // namespace neargate::api::ecs
