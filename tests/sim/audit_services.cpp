// Healthy percents, deployments, events: one service at a time.

#include <algorithm>
#include <cmath>

#include "domain/words.h"
#include "tests/sim/auditor.h"
#include "tests/sim/tale.h"

namespace neargate::sim {

namespace {

using domain::Deployment;
using domain::DeploymentStatus;
using domain::DesiredStatus;
using domain::RolloutState;
using domain::Service;
using domain::ServiceStatus;
using domain::Task;
using domain::TaskStatus;

[[noreturn]] void refuse(domain::ServiceKey const& key, std::string const& what) {
  throw Violation{name_of(key) + " " + what};
}

bool is_wanted(Task const& task) { return task.desired_status == DesiredStatus::Running; }
bool is_up(Task const& task) { return is_wanted(task) && task.last_status == TaskStatus::Running; }

/// The service's tasks in one step: what the scheduler started and what it told to stop.
struct Step {
  std::vector<Task const*> started, stopped;
  int up_before = 0, up_after = 0, wanted_after = 0;
  int stopped_up = 0;  ///< of the stopped ones: RUNNING when they were told
};

Step step_of(domain::ServiceKey const& key, Sighting const& before, Sighting const& after) {
  Step step;
  for (Task const* const task : tasks_of(before, key)) step.up_before += is_up(*task) ? 1 : 0;
  auto const note = [&](Task const& task) {
    auto const old = before.tasks.find(task.key);
    if (old == before.tasks.end()) step.started.push_back(&task);
    bool const is_stopped_now = !is_wanted(task) && (old == before.tasks.end() || is_wanted(old->second));
    if (!is_stopped_now || task.stop_code != domain::StopCode::ServiceSchedulerInitiated) return;
    step.stopped.push_back(&task);
    bool const was_running = task.started_at.has_value();
    step.stopped_up += was_running ? 1 : 0;
  };
  for (Task const* const task : tasks_of(after, key)) {
    note(*task);
    step.up_after += is_up(*task) ? 1 : 0;
    step.wanted_after += is_wanted(*task) ? 1 : 0;
  }
  for (auto const& [task_key, task] : after.ended)
    if (task.service == key.name && task_key.cluster == key.cluster) note(task);
  return step;
}

/// min = ceil(desired × minimumHealthyPercent / 100), max = floor(desired × maximumPercent / 100).
int least_healthy(Service const& service) {
  return (service.desired_count * service.deployment_configuration.minimum_healthy_percent + 99) / 100;
}
int most_tasks(Service const& service) {
  return service.desired_count * service.deployment_configuration.maximum_percent / 100;
}

void check_bounds(Service const& service, Step const& step) {
  if (step.stopped_up > 0 && step.up_after < least_healthy(service))
    refuse(service.key, "stopped a RUNNING task below its healthy minimum: " + std::to_string(step.up_after) +
                            " are left of " + std::to_string(least_healthy(service)));
  if (!step.started.empty() && step.wanted_after > most_tasks(service))
    refuse(service.key, "started a task above its maximum: " + std::to_string(step.wanted_after) + " of " +
                            std::to_string(most_tasks(service)));
}

void check_started(Service const& service, Step const& step) {
  if (step.started.empty()) return;
  if (service.status != ServiceStatus::Active) refuse(service.key, "starts tasks while it is deleted");
  Deployment const& primary = service.deployments.at(0);
  if (primary.rollout_state == RolloutState::Failed)
    refuse(service.key, "starts tasks of a FAILED deployment");
  for (Task const* const task : step.started)
    if (task->deployment != primary.id) refuse(service.key, "starts a task of an old deployment");
}

void check_deployments(Service const& service) {
  if (service.status != ServiceStatus::Active) return;
  std::set<domain::DeploymentId> ids;
  int primaries = 0;
  for (auto const& one : service.deployments) {
    primaries += one.status == DeploymentStatus::Primary ? 1 : 0;
    if (!ids.insert(one.id).second) refuse(service.key, "lists a deployment twice");
    if (one.failed_tasks < 0 || one.desired_count < 0) refuse(service.key, "counts below nothing");
  }
  if (primaries != 1) refuse(service.key, "has " + std::to_string(primaries) + " PRIMARY deployments");
  if (service.deployments[0].status != DeploymentStatus::Primary)
    refuse(service.key, "does not list PRIMARY first");
}

void check_course(Service const& before, Service const& after) {
  if (before.status != ServiceStatus::Active && after.status == ServiceStatus::Active &&
      before.created_at == after.created_at)
    refuse(after.key, "is ACTIVE again");
  for (auto const& old : before.deployments) {
    auto const now = std::ranges::find(after.deployments, old.id, &Deployment::id);
    if (now == after.deployments.end()) continue;
    if (old.status == DeploymentStatus::Active && now->status == DeploymentStatus::Primary)
      refuse(after.key, "an old deployment is PRIMARY again");
    if (old.rollout_state != RolloutState::InProgress && now->rollout_state != old.rollout_state)
      refuse(after.key, "a deployment left " + std::string(domain::word(old.rollout_state)));
  }
}

}  // namespace

std::string name_of(domain::ServiceKey const& key) {
  return "service " + key.cluster.text() + "/" + key.name.text();
}

std::vector<Task const*> tasks_of(Sighting const& sighting, domain::ServiceKey const& key) {
  std::vector<Task const*> tasks;
  for (auto const& [task_key, task] : sighting.tasks)
    if (task.service == key.name && task_key.cluster == key.cluster) tasks.push_back(&task);
  return tasks;
}

void check_services(Sighting const& before, Sighting const& after, Cause cause) {
  for (auto const& [key, service] : after.services) {
    check_deployments(service);
    auto const old = before.services.find(key);
    if (old != before.services.end()) check_course(old->second, service);
    if (service.status == ServiceStatus::Inactive && !tasks_of(after, key).empty())
      refuse(key, "is INACTIVE and has tasks");
    if (cause != Cause::Tick) continue;
    Step const step = step_of(key, before, after);
    check_started(service, step);
    if (service.status == ServiceStatus::Active) check_bounds(service, step);
  }
}

}  // namespace neargate::sim
