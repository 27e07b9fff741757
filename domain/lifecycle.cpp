#include "domain/lifecycle.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace neargate::domain {

namespace {

using enum TaskStatus;

// ACTIVATING and DEACTIVATING appear only where a load balancer or a registry has to be told.
constexpr auto task_moves = std::to_array<std::pair<TaskStatus, TaskStatus>>({
    {Provisioning, Pending},    {Provisioning, Deprovisioning},
    {Provisioning, Stopped},    {Pending, Activating},
    {Pending, Running},         {Pending, Stopping},
    {Pending, Deprovisioning},  {Pending, Stopped},
    {Activating, Running},      {Activating, Deactivating},
    {Activating, Stopping},     {Running, Deactivating},
    {Running, Stopping},        {Running, Deprovisioning},
    {Running, Stopped},         {Deactivating, Stopping},
    {Stopping, Deprovisioning}, {Stopping, Stopped},
    {Deprovisioning, Stopped},
});

bool is_reported_by_itself(TaskStatus status) { return status != Deactivating && status != Stopping; }

}  // namespace

bool is_lawful_move(TaskStatus from, TaskStatus to) {
  return std::ranges::find(task_moves, std::pair{from, to}) != task_moves.end();
}

bool is_lawful_move(ContainerStatus from, ContainerStatus to) { return from < to; }

void move_to(Task& task, TaskStatus status) {
  assert(is_lawful_move(task.last_status, status));
  task.last_status = status;
  if (is_reported_by_itself(status)) ++task.version;
}

void request_stop(Task& task, StopCode code, std::string reason, Time now) {
  if (task.desired_status == DesiredStatus::Stopped) return;
  task.desired_status = DesiredStatus::Stopped;
  task.stop_code = code;
  task.stopped_reason = std::move(reason);
  task.stopping_at = now;
  ++task.version;
}

bool has_started(Task const& task) {
  return std::ranges::none_of(task.containers, [](Container const& container) {
    bool const ran = container.exit_code.has_value() || !container.runtime_id.empty();
    return container.status == ContainerStatus::Pending ||
           (container.status == ContainerStatus::Stopped && !ran);
  });
}

bool counts_as_pending(Task const& task) {
  return task.desired_status == DesiredStatus::Running && task.last_status < Running;
}

bool counts_as_running(Task const& task) {
  return task.desired_status == DesiredStatus::Running && task.last_status == Running;
}

}  // namespace neargate::domain
