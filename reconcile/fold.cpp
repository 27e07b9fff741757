#include "reconcile/fold.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/arn.h"
#include "domain/lifecycle.h"
#include "reconcile/container_spec.h"
#include "reconcile/failure_text.h"
#include "reconcile/ordering.h"

namespace neargate::reconcile {

namespace {

using domain::Container;
using domain::ContainerStatus;
using domain::StopCode;
using domain::Task;
using domain::TaskStatus;
using domain::Time;

domain::ContainerDefinition const* find_definition(domain::TaskDefinition const& definition,
                                                   std::string const& name) {
  auto const found = std::ranges::find(definition.containers, name, &domain::ContainerDefinition::name);
  return found == definition.containers.end() ? nullptr : &*found;
}

bool is_fargate(Task const& task) { return task.launch_type == domain::LaunchType::Fargate; }

/// EC2 reports the Docker id; Fargate a number of its own behind the task id. Ours is made from the Docker
/// id, so that it is the same after a restart.
std::string runtime_id(Task const& task, docker::ContainerState const& state) {
  if (!is_fargate(task)) return state.id;
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (char const c : state.id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{}-{:010}", task.key.id.text(), hash % 10'000'000'000ULL);
}

/// Docker's clock is the host's; a row never says that something happened before its task or after now.
Time within(std::optional<docker::Time> const& told, Time earliest, Time now) {
  return told ? std::clamp(Time{*told}, std::min(earliest, now), now) : now;
}

/// Why a container will not start. While its action is under way nothing is final.
Setback const* find_final_setback(Observed const& observed, std::string const& docker_name) {
  if (find_in_flight(observed, docker_name)) return nullptr;
  auto const found = observed.setbacks.find(docker_name);
  if (found == observed.setbacks.end() || !found->second.is_final) return nullptr;
  bool const is_of_start = found->second.step <= Step::Start;
  return is_of_start ? &found->second : nullptr;
}

void note_running(Task const& task, Container& container, domain::TaskDefinition const& definition,
                  docker::ContainerState const& state) {
  if (container.status == ContainerStatus::Running) return;
  container.status = ContainerStatus::Running;
  container.runtime_id = runtime_id(task, state);
  if (auto const* const recipe = find_definition(definition, container.name))
    container.bindings = network_bindings(task, *recipe, state);
}

/// The image's own HEALTHCHECK is not looked at (ecs-task-runtime.md "Container definition fields").
void note_health(Container& container, domain::TaskDefinition const& definition,
                 docker::ContainerState const& state) {
  auto const* const recipe = find_definition(definition, container.name);
  if (recipe == nullptr || !recipe->health_check) return;
  switch (state.health) {
    case docker::Health::None:
    case docker::Health::Starting:
      container.health = domain::HealthStatus::Unknown;
      return;
    case docker::Health::Healthy:
      container.health = domain::HealthStatus::Healthy;
      return;
    case docker::Health::Unhealthy:
      container.health = domain::HealthStatus::Unhealthy;
      return;
  }
}

void note_exit(Task const& task, Container& container, docker::ContainerState const& state) {
  container.status = ContainerStatus::Stopped;
  container.exit_code = state.exit_code;
  if (state.exit_code) container.runtime_id = runtime_id(task, state);
  if (state.out_of_memory)
    container.reason = out_of_memory;
  else if (!state.error.empty())
    container.reason = "DockerStateError: " + state.error;
}

/// The daemon has no container of the name.
void fold_absence(Container& container, Observed const& observed) {
  if (!observed.is_known || find_in_flight(observed, container.docker_name)) return;
  auto const gone = observed.vanished.find(container.docker_name);
  bool const went = container.status == ContainerStatus::Running || gone != observed.vanished.end();
  if (!went) return;  // not made yet
  container.status = ContainerStatus::Stopped;
  container.reason = container_vanished;
  if (gone != observed.vanished.end()) container.exit_code = gone->second;
}

void fold_container(Task const& task, Container& container, domain::TaskDefinition const& definition,
                    Observed const& observed) {
  if (container.status == ContainerStatus::Stopped) return;
  auto const image = observed.images.find(container.docker_name);
  if (image != observed.images.end() && !image->second.digest.empty())
    container.image_digest = image->second.digest;
  bool const is_pending = container.status == ContainerStatus::Pending;
  if (Setback const* const setback = find_final_setback(observed, container.docker_name);
      setback && is_pending) {
    container.status = ContainerStatus::Stopped;
    // Fargate tells image errors in the task's stoppedReason alone (ecs-tasks.md "Where they show").
    if (!(is_fargate(task) && setback->step == Step::Pull)) container.reason = describe(*setback);
    return;
  }
  docker::ContainerState const* const state = find_container(observed, container.docker_name);
  if (state == nullptr) return fold_absence(container, observed);
  switch (state->state) {
    case docker::RunState::Created:
    case docker::RunState::Removing:
      return;
    case docker::RunState::Running:
    case docker::RunState::Paused:
    case docker::RunState::Restarting:
      note_health(container, definition, *state);
      return note_running(task, container, definition, *state);
    case docker::RunState::Exited:
    case docker::RunState::Dead:
      return note_exit(task, container, *state);
  }
}

bool has_run(Container const& container) {
  return container.exit_code.has_value() || !container.runtime_id.empty();
}

bool is_essential(domain::TaskDefinition const& definition, Container const& container) {
  auto const* const recipe = find_definition(definition, container.name);
  return recipe == nullptr || recipe->essential;
}

void stamp(Task& task, domain::TaskDefinition const& definition, Observed const& observed, Time now) {
  bool const all_images = std::ranges::all_of(task.containers, [&observed](Container const& container) {
    return container.status != ContainerStatus::Pending || observed.images.contains(container.docker_name);
  });
  if (task.pull_started_at && !task.pull_stopped_at && all_images) task.pull_stopped_at = now;
  if (task.execution_stopped_at) return;
  for (auto const& container : task.containers) {
    if (container.status != ContainerStatus::Stopped || !has_run(container)) continue;
    if (!is_essential(definition, container)) continue;
    auto const* const state = find_container(observed, container.docker_name);
    task.execution_stopped_at = within(state ? state->finished_at : std::nullopt, task.created_at, now);
    return;
  }
}

void roll_up(Task& task, Observed const& observed, Time now) {
  bool const is_starting =
      task.last_status == TaskStatus::Pending || task.last_status == TaskStatus::Activating;
  if (task.desired_status == domain::DesiredStatus::Stopped || !is_starting || !has_started(task)) return;
  move_to(task, TaskStatus::Running);
  std::optional<docker::Time> last;
  for (auto const& container : task.containers)
    if (auto const* const state = find_container(observed, container.docker_name); state && state->started_at)
      last = std::max(last.value_or(*state->started_at), *state->started_at);
  task.started_at = within(last, task.pull_stopped_at.value_or(task.created_at), now);
}

std::string reason_of_failed_start(Task const& task, Container const& failed, Observed const& observed) {
  Setback const* const setback = find_final_setback(observed, failed.docker_name);
  if (setback && is_fargate(task) && setback->step == Step::Pull)
    return describe_fargate_pull(*setback, failed.image);
  return failed_to_start;
}

/// The namespace holder is essential to every container of its task: it was up and is not any more.
bool has_lost_namespace(Task const& task, Observed const& observed) {
  std::string const& name = task.pause_docker_name;
  if (name.empty() || !observed.is_known || find_in_flight(observed, name)) return false;
  auto const* const state = find_container(observed, name);
  if (state != nullptr)
    return state->state == docker::RunState::Exited || state->state == docker::RunState::Dead;
  return observed.vanished.contains(name) || std::ranges::any_of(task.containers, has_run);
}

/// A container that can never start because of another one; its reason is set.
Container* find_impossible(Task& task, domain::TaskDefinition const& definition, Observed const& observed,
                           Time now) {
  for (auto const& recipe : definition.containers) {
    auto const found = std::ranges::find(task.containers, recipe.name, &Container::name);
    if (found == task.containers.end() || found->status != ContainerStatus::Pending) continue;
    Readiness const answer = readiness(task, definition, recipe, observed, now);
    if (answer.kind != Readiness::Kind::Impossible) continue;
    found->status = ContainerStatus::Stopped;
    found->reason = answer.reason;
    return &*found;
  }
  return nullptr;
}

/// Why the task ends by itself, if it does (ecs-tasks.md "Stop").
void decide_stop(Task& task, domain::TaskDefinition const& definition, Observed const& observed, Time now) {
  if (task.desired_status == domain::DesiredStatus::Stopped) return;
  auto const stopped = [](Container const& container) {
    return container.status == ContainerStatus::Stopped;
  };
  auto const failed = std::ranges::find_if(
      task.containers, [&](Container const& container) { return stopped(container) && !has_run(container); });
  if (failed != task.containers.end() && task.last_status < TaskStatus::Running)
    return request_stop(task, StopCode::TaskFailedToStart, reason_of_failed_start(task, *failed, observed),
                        now);
  if (Setback const* const setback = find_final_setback(observed, task.pause_docker_name))
    return request_stop(
        task, StopCode::TaskFailedToStart,
        "ContainerNetworkingError: container resource provisioning: cannot setup task network "
        "namespace: " +
            setback->failure.message,
        now);
  bool const essential_ended = std::ranges::any_of(task.containers, [&](Container const& container) {
    return stopped(container) && is_essential(definition, container);
  });
  if (essential_ended || std::ranges::all_of(task.containers, stopped) || has_lost_namespace(task, observed))
    return request_stop(task, StopCode::EssentialContainerExited, essential_exited, now);
  if (find_impossible(task, definition, observed, now))
    request_stop(
        task, StopCode::TaskFailedToStart,
        "TaskDependencyError: Task dependencies cannot be resolved, taskArn: " + domain::task_arn(task.key),
        now);
}

}  // namespace

void fold(Task& task, domain::TaskDefinition const& definition, Observed const& observed, Time now) {
  if (task.last_status == TaskStatus::Provisioning) return;  // it has no containers yet
  for (auto& container : task.containers) fold_container(task, container, definition, observed);
  stamp(task, definition, observed, now);
  roll_up(task, observed, now);
  decide_stop(task, definition, observed, now);
}

}  // namespace neargate::reconcile
