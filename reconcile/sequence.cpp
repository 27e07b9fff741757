#include "reconcile/sequence.h"

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
using domain::Task;
using domain::TaskDefinition;
using domain::TaskStatus;

constexpr std::chrono::seconds default_stop_timeout{30};  // ECS_CONTAINER_STOP_TIMEOUT

void wait_for(Task const& task, std::string reason, Plan& plan) {
  plan.waiting.push_back({.subject = domain::task_arn(task.key), .reason = std::move(reason)});
}

/// Nothing is in flight for the name and no back-off runs. What kept a container from starting does not keep
/// it from being removed.
bool may_try(std::string const& docker_name, Step step, TaskScene const& scene, Plan& plan) {
  if (find_in_flight(scene.observed, docker_name)) return false;
  auto const setback = scene.observed.setbacks.find(docker_name);
  if (setback == scene.observed.setbacks.end()) return true;
  if (setback->second.step <= Step::Start && step > Step::Start) return true;
  if (setback->second.is_final) return false;
  if (setback->second.retry_at <= scene.now) return true;
  plan.wake_by(setback->second.retry_at);
  return false;
}

bool assigns_public_ip(Task const& task) { return task.network && task.network->assign_public_ip; }

/// PROVISIONING ends when the interface has an address of its subnet. A new container cannot take it over
/// before the old one is gone, so the address is free in Docker when it is free in the rows.
bool give_address(Task& task, TaskScene const& scene, Plan& plan) {
  if (!task.eni || !task.eni->private_ip.empty()) return true;
  auto const subnet = scene.desired.subnets.find({task.key.scope, task.eni->subnet});
  if (subnet == scene.desired.subnets.end()) {
    wait_for(task, "subnet " + task.eni->subnet.text() + " does not exist", plan);
    return false;
  }
  auto const address = scene.addresses.take(subnet->second.cidr);
  if (!address) {
    std::string const& id = task.eni->subnet.text();
    if (scene.observed.refused_addresses.empty())
      request_stop(task, domain::StopCode::TaskFailedToStart, no_free_address(id, assigns_public_ip(task)),
                   scene.now);
    else  // some of them come back soon
      wait_for(task, "subnet " + id + " has no free address", plan);
    return false;
  }
  task.eni->private_ip = *address;
  if (assigns_public_ip(task)) task.eni->public_ip = domain::loopback_twin(*address);
  task.eni->status = domain::InterfaceStatus::Attached;
  return true;
}

void provision(Task& task, TaskScene const& scene, Plan& plan) {
  if (task.last_status == TaskStatus::Provisioning && give_address(task, scene, plan))
    move_to(task, TaskStatus::Pending);
  if (task.last_status == TaskStatus::Pending && !task.connectivity_at) task.connectivity_at = scene.now;
}

/// The id of the running namespace holder; starts it when it is not up.
std::string bring_up_pause(Task const& task, TaskDefinition const& definition, TaskScene const& scene,
                           Plan& plan) {
  auto const* const state = find_container(scene.observed, task.pause_docker_name);
  if (state && state->state == docker::RunState::Running) return state->id;
  bool const can_start = state == nullptr || state->state == docker::RunState::Created;
  if (can_start && may_try(task.pause_docker_name, Step::Start, scene, plan))
    plan.actions.push_back(StartContainer{pause_spec(task, definition, scene.settings)});
  return {};
}

void start_container(Task& task, Container const& container, domain::ContainerDefinition const& recipe,
                     TaskDefinition const& definition, std::string const& pause_id, TaskScene const& scene,
                     Plan& plan) {
  auto const* const state = find_container(scene.observed, container.docker_name);
  auto const image = scene.observed.images.find(container.docker_name);
  bool const has_image = image != scene.observed.images.end();
  // Images are pulled at once, whatever the order of starting. One that was created already has its own.
  if (!has_image && state == nullptr) {
    if (!task.pull_started_at) task.pull_started_at = scene.now;
    plan.actions.push_back(ObtainImage{task.key.scope, container.docker_name, container.image,
                                       container_labels(task, recipe, scene.settings)});
    return;
  }
  if (!task.pause_docker_name.empty() && pause_id.empty())
    return wait_for(task, "container " + container.name + " waits for the network namespace", plan);
  Readiness const ready = readiness(task, definition, recipe, scene.observed, scene.now);
  if (ready.deadline) plan.wake_by(*ready.deadline);
  if (ready.kind != Readiness::Kind::Ready) return wait_for(task, ready.reason, plan);
  std::string const& reference = has_image ? image->second.reference : container.image;
  plan.actions.push_back(
      StartContainer{container_spec(task, definition, recipe, reference, pause_id, scene.settings)});
}

void start_containers(Task& task, TaskDefinition const& definition, TaskScene const& scene, Plan& plan) {
  std::string const pause_id =
      task.pause_docker_name.empty() ? std::string{} : bring_up_pause(task, definition, scene, plan);
  for (auto const& recipe : definition.containers) {
    Container const* const container = find_container(task, recipe.name);
    if (container == nullptr || container->status != ContainerStatus::Pending) continue;
    if (!may_try(container->docker_name, Step::Start, scene, plan)) continue;
    start_container(task, *container, recipe, definition, pause_id, scene, plan);
  }
}

std::chrono::seconds stop_timeout(TaskDefinition const& definition, std::string const& container) {
  auto const found = std::ranges::find(definition.containers, container, &domain::ContainerDefinition::name);
  return found == definition.containers.end() ? default_stop_timeout
                                              : found->stop_timeout.value_or(default_stop_timeout);
}

/// SIGTERM to those on which nobody depends any more; true while any is up.
bool stop_containers(Task const& task, TaskDefinition const& definition, TaskScene const& scene, Plan& plan) {
  bool any_alive = false;
  for (auto const& container : task.containers) {
    if (!is_alive(container.docker_name, scene.observed)) continue;
    any_alive = true;
    auto const* const state = find_container(scene.observed, container.docker_name);
    if (state == nullptr || has_live_dependants(task, definition, container.name, scene.observed)) continue;
    if (!may_try(container.docker_name, Step::Stop, scene, plan)) continue;
    plan.actions.push_back(
        StopContainer{container.docker_name, state->id, stop_timeout(definition, container.name)});
  }
  return any_alive;
}

/// Exit codes are rows by now, so the containers can go, and with them the hold on the address. True while
/// something is left.
bool remove_containers(Task const& task, TaskScene const& scene, Plan& plan) {
  std::vector<std::string> names;
  for (auto const& container : task.containers) names.push_back(container.docker_name);
  if (!task.pause_docker_name.empty()) names.push_back(task.pause_docker_name);
  bool any_left = false;
  for (auto const& name : names) {
    auto const in_flight = find_in_flight(scene.observed, name);
    auto const* const state = find_container(scene.observed, name);
    any_left = any_left || state != nullptr || (in_flight && *in_flight != Step::Pull);
    if (state && may_try(name, Step::Remove, scene, plan))
      plan.actions.push_back(RemoveContainer{name, state->id});
  }
  return any_left;
}

void wind_down(Task& task, TaskDefinition const& definition, TaskScene const& scene, Plan& plan) {
  bool const has_containers = task.last_status != TaskStatus::Provisioning;
  if (has_containers && !scene.observed.is_known)
    return wait_for(task, "the Docker daemon cannot be reached", plan);
  if (has_containers && stop_containers(task, definition, scene, plan)) {
    if (task.last_status < TaskStatus::Stopping) move_to(task, TaskStatus::Stopping);
    return;
  }
  for (auto& container : task.containers) container.status = ContainerStatus::Stopped;
  if (task.network_mode == domain::NetworkMode::Awsvpc) {
    if (task.last_status != TaskStatus::Deprovisioning) move_to(task, TaskStatus::Deprovisioning);
    if (has_containers && remove_containers(task, scene, plan)) return;
    if (task.eni) task.eni->status = domain::InterfaceStatus::Deleted;
  }
  task.stopped_at = scene.now;
  move_to(task, TaskStatus::Stopped);
}

}  // namespace

void advance(Task& task, TaskDefinition const& definition, TaskScene const& scene, Plan& plan) {
  if (task.last_status == TaskStatus::Stopped) return;
  if (task.desired_status == domain::DesiredStatus::Stopped) return wind_down(task, definition, scene, plan);
  provision(task, scene, plan);
  if (task.desired_status == domain::DesiredStatus::Stopped) return wind_down(task, definition, scene, plan);
  if (task.last_status != TaskStatus::Pending) return;
  if (!scene.observed.is_known) return wait_for(task, "the Docker daemon cannot be reached", plan);
  start_containers(task, definition, scene, plan);
}

}  // namespace neargate::reconcile
