// Healthy percents, what is started and what is stopped: one service and one step at a time
// (ecs-services.md "Rolling deployment", "Task sets"; ecs-tasks.md "Service tasks").

#include <algorithm>

#include "tests/sim/auditor.h"
#include "tests/sim/tale.h"

namespace neargate::sim {

namespace {

using domain::ContainerStatus;
using domain::Deployment;
using domain::DesiredStatus;
using domain::Service;
using domain::ServiceStatus;
using domain::Task;
using domain::TaskStatus;

[[noreturn]] void refuse(domain::ServiceKey const& key, std::string const& what) {
  throw Violation{name_of(key) + " " + what};
}

bool is_wanted(Task const& task) { return task.desired_status == DesiredStatus::Running; }

/// No container with a health check is anything but HEALTHY.
bool is_healthy(Task const& task) {
  return std::ranges::all_of(task.containers, [](domain::Container const& one) {
    return !one.health || *one.health == domain::HealthStatus::Healthy;
  });
}
bool is_up(Task const& task) {
  return is_wanted(task) && task.last_status == TaskStatus::Running && is_healthy(task);
}

/// What the scheduler started and told to stop.
struct Step {
  std::vector<Task const*> started, stopped;
  int up_after = 0, wanted_after = 0;
  int stopped_up = 0;  ///< of the stopped ones: healthy when they were told
};

Step step_of(domain::ServiceKey const& key, Sighting const& before, Sighting const& after) {
  Step step;
  auto const note = [&](Task const& task) {
    auto const old = before.tasks.find(task.key);
    bool const is_new = old == before.tasks.end();
    if (is_new) step.started.push_back(&task);
    bool const is_stopped_now = !is_wanted(task) && (is_new || is_wanted(old->second));
    if (!is_stopped_now || task.stop_code != domain::StopCode::ServiceSchedulerInitiated) return;
    step.stopped.push_back(&task);
    step.stopped_up += task.started_at && is_healthy(task) ? 1 : 0;
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
    refuse(service.key, "stopped a healthy task below its minimum: " + std::to_string(step.up_after) +
                            " are left of " + std::to_string(least_healthy(service)));
  if (!step.started.empty() && step.wanted_after > most_tasks(service))
    refuse(service.key, "started a task above its maximum: " + std::to_string(step.wanted_after) + " of " +
                            std::to_string(most_tasks(service)));
}

bool is_of_live_set(Service const& service, Task const& task) {
  return std::ranges::any_of(service.task_sets, [&task](domain::TaskSet const& set) {
    return task.deployment == set.id && set.status != domain::TaskSetStatus::Draining;
  });
}

bool is_of_completed(Service const& service, Task const& task) {
  auto const found = std::ranges::find(service.deployments, task.deployment, &Deployment::id);
  return found != service.deployments.end() && found->rollout_state == domain::RolloutState::Completed;
}

void check_started(Service const& service, Step const& step) {
  if (step.started.empty()) return;
  if (service.status != ServiceStatus::Active) refuse(service.key, "starts tasks while it is deleted");
  for (Task const* const task : step.started) {
    if (service.controller != domain::DeploymentController::Ecs) {
      if (!is_of_live_set(service, *task))
        refuse(service.key, "starts a task of a task set that is not there");
      continue;
    }
    Deployment const& primary = service.deployments.at(0);
    // What has failed is not tried again; the last one that completed is kept up in its stead.
    if (primary.rollout_state == domain::RolloutState::Failed) {
      if (!is_of_completed(service, *task)) refuse(service.key, "starts tasks of a FAILED deployment");
      continue;
    }
    // The old revision of a blue/green deployment is kept whole until the new one has taken over.
    bool const may_be_old = std::ranges::any_of(service.deployments, [&](Deployment const& one) {
      return task->deployment == one.id && primary.stage.has_value();
    });
    if (task->deployment != primary.id && !may_be_old)
      refuse(service.key, "starts a task of an old deployment");
  }
}

/// A protected task is not ended by scale-in or deployments; only the end of its service, or of its task set,
/// or its own ill health does that.
void check_protected(Service const& service, Step const& step, Sighting const& before,
                     Sighting const& after) {
  for (Task const* const task : step.stopped) {
    auto const old = before.tasks.find(task->key);
    if (old == before.tasks.end() || !old->second.is_protected) continue;
    bool const is_over = old->second.protected_until && *old->second.protected_until <= after.now;
    bool const is_ill = task->stopped_reason.find("health checks") != std::string::npos;
    bool const is_deleted =
        service.status != ServiceStatus::Active ||
        (service.controller != domain::DeploymentController::Ecs && !is_of_live_set(service, *task));
    if (!is_over && !is_ill && !is_deleted) refuse(service.key, "ended a protected task: " + name_of(*task));
  }
}

/// DAEMON: one task an instance.
void check_daemon(Service const& service, Step const& step, Sighting const& after) {
  for (Task const* const started : step.started)
    for (Task const* const other : tasks_of(after, service.key))
      if (other != started && is_wanted(*other) && is_wanted(*started) &&
          other->container_instance == started->container_instance)
        refuse(service.key, "starts a second daemon on an instance");
}

void check_step(Service const& service, Sighting const& before, Sighting const& after) {
  Step const step = step_of(service.key, before, after);
  check_started(service, step);
  check_protected(service, step, before, after);
  if (service.status != ServiceStatus::Active) return;
  if (service.scheduling == domain::SchedulingStrategy::Daemon) return check_daemon(service, step, after);
  bool const is_rolling =
      service.controller == domain::DeploymentController::Ecs && !service.deployments.at(0).stage.has_value();
  if (is_rolling) check_bounds(service, step);
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
    auto const old = before.services.find(key);
    check_deployments(old != before.services.end() ? &old->second : nullptr, service);
    if (service.status == ServiceStatus::Inactive && !tasks_of(after, key).empty())
      refuse(key, "is INACTIVE and has tasks");
    if (cause == Cause::Tick) check_step(service, before, after);
  }
}

}  // namespace neargate::sim
