// When a service may be called settled, and what excuses it: a world can be at rest and short of tasks for
// reasons that AWS has, too.

#include <algorithm>
#include <cmath>

#include "tests/sim/auditor.h"

namespace neargate::sim {

namespace {

using domain::Deployment;
using domain::Service;
using domain::Task;

bool is_running(Task const* task) {
  return task->last_status == domain::TaskStatus::Running &&
         task->desired_status == domain::DesiredStatus::Running;
}

/// One task of such a recipe has the port, the others wait for it.
bool wants_fixed_port(Service const& service) {
  auto const fixed = [](auto const& one) { return one.task_definition.family.text() == "bridged-port"; };
  return std::ranges::any_of(service.deployments, fixed) || std::ranges::any_of(service.task_sets, fixed);
}

/// No room to start, none to stop: AWS tells it in an event and waits for another configuration.
bool is_blocked(Service const& service) {
  auto const& bounds = service.deployment_configuration;
  int const desired = service.desired_count;
  return desired * bounds.maximum_percent / 100 == desired &&
         (desired * bounds.minimum_healthy_percent + 99) / 100 == desired;
}

/// A constraint that no instance meets, or one task an instance.
bool is_constrained(Service const& service) { return !service.placement_constraints.empty(); }

bool waits_for_somebody(Service const& service) {
  return !service.deployments.empty() && service.deployments[0].stage &&
         !service.deployment_configuration.hooks.empty();
}

std::string short_of(Service const& service, std::string const& whose, int running, int wanted) {
  return name_of(service.key) + whose + " runs " + std::to_string(running) + " of " + std::to_string(wanted);
}

std::string unsettled_sets(Service const& service, std::vector<Task const*> const& tasks) {
  std::size_t all = 0;
  for (auto const& set : service.task_sets) {
    if (set.status == domain::TaskSetStatus::Draining)
      return name_of(service.key) + " still has a DRAINING task set";
    auto const running = std::ranges::count_if(
        tasks, [&set](Task const* task) { return is_running(task) && task->deployment == set.id; });
    // computedDesiredCount = ceil(desiredCount × scale / 100)
    int const wanted = static_cast<int>(std::ceil(service.desired_count * set.scale_percent / 100 - 1e-9));
    if (running != wanted) return short_of(service, "'s task set", static_cast<int>(running), wanted);
    all += static_cast<std::size_t>(wanted);
  }
  return tasks.size() == all ? "" : name_of(service.key) + " has tasks of no task set";
}

}  // namespace

std::string unsettled_service(Service const& service, Sighting const& sighting) {
  if (service.status == domain::ServiceStatus::Draining) return name_of(service.key) + " is still DRAINING";
  if (service.status != domain::ServiceStatus::Active) return {};
  if (wants_fixed_port(service) || is_constrained(service) || waits_for_somebody(service)) return {};
  auto const tasks = tasks_of(sighting, service.key);
  if (service.controller != domain::DeploymentController::Ecs) return unsettled_sets(service, tasks);
  Deployment const& primary = service.deployments.at(0);
  auto const running = std::ranges::count_if(tasks, is_running);
  if (primary.rollout_state == domain::RolloutState::Failed) {
    // What had completed before goes on, as long as it was not drained.
    bool const goes_on = std::ranges::any_of(service.deployments, [](Deployment const& one) {
      return one.status == domain::DeploymentStatus::Active &&
             one.rollout_state == domain::RolloutState::Completed;
    });
    bool const is_replica = service.scheduling == domain::SchedulingStrategy::Replica;
    if (!goes_on || !is_replica || is_blocked(service) || running >= service.desired_count) return {};
    return short_of(service, "", static_cast<int>(running), service.desired_count);
  }
  if (service.deployments.size() > 1 && is_blocked(service)) return {};
  if (running != service.desired_count || tasks.size() != static_cast<std::size_t>(running))
    return short_of(service, "", static_cast<int>(running), service.desired_count);
  if (service.deployments.size() != 1) return name_of(service.key) + " still has old deployments";
  if (primary.rollout_state != domain::RolloutState::Completed)
    return name_of(service.key) + " has not completed its deployment";
  return {};
}

}  // namespace neargate::sim
