// Statuses move lawfully, what is set once stays, versions grow; containers belong to tasks.

#include <algorithm>

#include "docker/labels.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "tests/sim/auditor.h"
#include "tests/sim/tale.h"

namespace neargate::sim {

namespace {

using domain::ContainerStatus;
using domain::DesiredStatus;
using domain::Task;
using domain::TaskStatus;

[[noreturn]] void refuse(Task const& task, std::string const& what) {
  throw Violation{name_of(task) + " " + what};
}

template <class Value>
void check_stays(Task const& task, char const* member, std::optional<Value> const& before,
                 std::optional<Value> const& after) {
  if (before && before != after) refuse(task, std::string(member) + " was set, and changed");
}

void check_containers_of(Task const& before, Task const& after) {
  if (before.containers.size() != after.containers.size()) refuse(after, "has other containers than before");
  for (std::size_t i = 0; i < before.containers.size(); ++i) {
    auto const& old = before.containers[i];
    auto const& now = after.containers[i];
    if (now.status < old.status) refuse(after, "container " + old.name + " moved backwards");
    if (old.docker_name != now.docker_name || old.uuid != now.uuid)
      refuse(after, "a container changed its name");
    check_stays(after, "exitCode", old.exit_code, now.exit_code);
    if (!old.runtime_id.empty() && old.runtime_id != now.runtime_id) refuse(after, "runtimeId changed");
  }
}

/// ecs-tasks.md "States": a task's statuses are in the order of its life, and a step may pass several.
void check_move(Task const& before, Task const& after) {
  bool const moved = after.last_status != before.last_status;
  if (after.last_status < before.last_status)
    refuse(after, "moved back from " + std::string(domain::word(before.last_status)));
  if (before.desired_status == DesiredStatus::Stopped && after.desired_status == DesiredStatus::Running)
    refuse(after, "is wanted RUNNING again");
  bool const is_told_to_stop = before.desired_status != after.desired_status;
  bool const is_silent =
      after.last_status == TaskStatus::Deactivating || after.last_status == TaskStatus::Stopping;
  if (after.version < before.version) refuse(after, "version went back");
  if (((moved && !is_silent) || is_told_to_stop) && after.version <= before.version)
    refuse(after, "moved, and its version did not grow");
  check_stays(after, "stopCode", before.stop_code, after.stop_code);
  if (!before.stopped_reason.empty() && before.stopped_reason != after.stopped_reason)
    refuse(after, "stoppedReason changed to " + after.stopped_reason);
  check_stays(after, "connectivityAt", before.connectivity_at, after.connectivity_at);
  check_stays(after, "pullStartedAt", before.pull_started_at, after.pull_started_at);
  check_stays(after, "pullStoppedAt", before.pull_stopped_at, after.pull_stopped_at);
  check_stays(after, "startedAt", before.started_at, after.started_at);
  check_stays(after, "stoppingAt", before.stopping_at, after.stopping_at);
  check_stays(after, "executionStoppedAt", before.execution_stopped_at, after.execution_stopped_at);
  if (before.created_at != after.created_at) refuse(after, "createdAt changed");
  if (before.eni && !before.eni->private_ip.empty() &&
      (!after.eni || after.eni->private_ip != before.eni->private_ip))
    refuse(after, "its address changed");
  check_containers_of(before, after);
}

void check_state(Task const& task) {
  bool const is_stopping = task.desired_status == DesiredStatus::Stopped;
  if (is_stopping != task.stop_code.has_value()) refuse(task, "stopCode and desiredStatus do not agree");
  if (is_stopping != task.stopping_at.has_value()) refuse(task, "stoppingAt and desiredStatus do not agree");
  if (task.last_status > TaskStatus::Running && !is_stopping) refuse(task, "ends without being told to");
  if (task.last_status == TaskStatus::Running) {
    if (!task.started_at) refuse(task, "is RUNNING without startedAt");
    for (auto const& one : task.containers)
      if (one.status == ContainerStatus::Pending)
        refuse(task, "is RUNNING with a container that never started");
    bool const has_address = task.eni && !task.eni->private_ip.empty();
    if (task.network_mode == domain::NetworkMode::Awsvpc && !has_address)
      refuse(task, "is RUNNING without an address");
  }
  if (task.last_status != TaskStatus::Stopped) return;
  if (!task.stopped_at) refuse(task, "is STOPPED without stoppedAt");
  for (auto const& one : task.containers)
    if (one.status != ContainerStatus::Stopped) refuse(task, "is STOPPED, its container is not");
}

void check_unique(Sighting const& after) {
  std::set<std::string> addresses, names;
  for (auto const& [key, task] : after.tasks) {
    if (task.eni && !task.eni->private_ip.empty() && !addresses.insert(task.eni->private_ip).second)
      refuse(task, "has the address of another: " + task.eni->private_ip);
    for (auto const& one : task.containers)
      if (!names.insert(one.docker_name).second) refuse(task, "has a container of another's name");
    if (!task.pause_docker_name.empty() && !names.insert(task.pause_docker_name).second)
      refuse(task, "has a pause container of another's name");
  }
}

}  // namespace

void check_tasks(Sighting const& before, Sighting const& after) {
  for (auto const& [key, old] : before.tasks) {
    auto const alive = after.tasks.find(key);
    auto const ended = after.ended.find(key);
    if (alive == after.tasks.end() && ended == after.ended.end())
      refuse(old, "is gone without having been STOPPED");
    check_move(old, alive != after.tasks.end() ? alive->second : ended->second);
  }
  for (auto const& [key, task] : after.tasks) check_state(task);
  for (auto const& [key, task] : after.ended) check_state(task);
  check_unique(after);
}

void check_containers(Sighting const& after, Ground const& ground) {
  std::map<std::string, Task const*> owners;
  for (auto const& [key, task] : after.tasks) {
    for (auto const& one : task.containers) owners[one.docker_name] = &task;
    if (!task.pause_docker_name.empty()) owners[task.pause_docker_name] = &task;
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (auto const& state : after.containers) {
    auto const label = [&state](char const* name) {
      auto const found = state.labels.find(name);
      return found == state.labels.end() ? std::string{} : found->second;
    };
    if (label(docker::label::instance) != ground.settings.instance_id)
      throw Violation{"container " + state.name + " is not labelled as ours"};
    std::string const arn = label(docker::label::task_arn), name = label(docker::label::container_name);
    if (arn.empty() || name.empty()) throw Violation{"container " + state.name + " does not tell its task"};
    if (!seen.emplace(arn, name).second) throw Violation{"two containers " + name + " of " + arn};
    auto const owner = owners.find(state.name);
    if (owner != owners.end() && domain::task_arn(owner->second->key) != arn)
      throw Violation{"container " + state.name + " is labelled with another task than it belongs to"};
  }
}

}  // namespace neargate::sim
