#pragma once
// A toy world for the planner: rows in a Desired, a daemon in an Observed, nothing else. tick() plans, writes
// the changes into the rows and plays the Docker calls out.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "domain/lifecycle.h"
#include "domain/new_task.h"
#include "domain/words.h"
#include "reconcile/plan.h"

namespace neargate::reconcile::toy {

inline domain::Scope const scope{domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};
inline domain::ClusterName const cluster{"default"};
inline domain::Time at(int seconds) { return domain::Time{std::chrono::seconds{seconds}}; }

inline domain::ContainerDefinition container(char const* name, bool essential = true) {
  domain::ContainerDefinition one;
  one.name = name;
  one.image = std::string(name) + ":1";
  one.essential = essential;
  return one;
}

inline domain::TaskDefinition definition(char const* family, int revision, domain::NetworkMode mode,
                                         std::vector<domain::ContainerDefinition> containers) {
  domain::TaskDefinition out;
  out.scope = scope;
  out.key = {domain::Family{family}, revision};
  out.network_mode = mode;
  out.containers = std::move(containers);
  return out;
}

inline domain::Subnet subnet(char const* id, char const* zone, char const* cidr) {
  domain::Subnet out;
  out.scope = scope;
  out.id = domain::SubnetId{id};
  out.vpc = domain::VpcId{"vpc-1"};
  out.cidr = cidr;
  out.availability_zone = zone;
  return out;
}

class World {
 public:
  Desired desired;
  Observed observed;
  Settings settings{.instance_id = "instance", .data_label = "/data", .vpc_network = "vpc-net"};
  domain::Time now = at(1000);
  domain::Mint mint{7};
  std::vector<std::string> events;  ///< oldest first
  std::vector<domain::Task> gone;   ///< STOPPED ones
  std::vector<domain::Service> inactive;
  std::map<domain::ServiceDeploymentId, domain::ServiceDeployment> records;
  std::vector<std::pair<domain::DeploymentId, domain::DeploymentId>> revisions;  ///< copied from, to
  /// Images that cannot be had, with the daemon's words.
  std::map<std::string, std::string> missing_images;
  bool containers_exit_at_once = false;
  bool has_health_checks = false;   ///< every container has one, which answers by report()
  bool images_are_held_up = false;  ///< pulls do not end
  bool ignores_term = false;
  int starts_to_refuse = 0;

  World() {
    observed.is_known = true;
    add(subnet("subnet-a", "eu-west-1a", "10.0.0.0/24"));
    add(subnet("subnet-b", "eu-west-1b", "10.0.1.0/24"));
  }

  void add(domain::Subnet const& one) { desired.subnets[{scope, one.id}] = one; }
  void add(domain::TaskDefinition one) {
    for (auto& recipe : one.containers)
      if (has_health_checks && !recipe.health_check)
        recipe.health_check = domain::HealthCheck{.command = {"CMD", "true"}};
    auto const key = one.key;
    desired.definitions[{scope, key}] = std::make_shared<domain::TaskDefinition const>(std::move(one));
  }

  domain::ContainerInstance& add_instance(char const* id, char const* zone = "eu-west-1a") {
    domain::ContainerInstance one;
    one.key = {scope, cluster, domain::ContainerInstanceId{id}};
    one.ec2_instance_id = std::string("i-") + id;
    one.cpu = 4096;
    one.memory_mib = 8192;
    one.attributes = {{"ecs.availability-zone", zone}};
    desired.instances.push_back(one);
    return desired.instances.back();
  }
  domain::ContainerInstance& instance(char const* id) {
    return *std::ranges::find(desired.instances, domain::ContainerInstanceId{id},
                              [](domain::ContainerInstance const& one) { return one.key.id; });
  }
  void drain(char const* id) { instance(id).status = domain::ContainerInstanceStatus::Draining; }

  /// As RunTask does.
  domain::Task& run(domain::TaskDefinition const& one,
                    domain::LaunchType launch = domain::LaunchType::Fargate) {
    add(one);
    domain::TaskOrder order;
    order.cluster = cluster;
    order.launch_type = launch;
    order.group = "family:" + one.key.family.text();
    if (one.network_mode == domain::NetworkMode::Awsvpc) {
      order.subnet = desired.subnets.begin()->second;
      order.network = {.subnets = {order.subnet->id}, .assign_public_ip = true};
    }
    desired.tasks.push_back(domain::make_task(one, order, mint, now));
    return desired.tasks.back();
  }

  /// As CreateService does.
  domain::Service& serve(domain::TaskDefinition const& one, int count,
                         domain::DeploymentConfiguration bounds = {}) {
    add(one);
    domain::Service service;
    service.key = {scope, cluster, domain::ServiceName{"web"}};
    service.desired_count = count;
    service.launch_type = domain::LaunchType::Fargate;
    service.network = {.subnets = {domain::SubnetId{"subnet-a"}, domain::SubnetId{"subnet-b"}}};
    service.deployment_configuration = bounds;
    service.created_at = now;
    desired.services.push_back(service);
    deploy(one);
    return desired.services.back();
  }

  /// As UpdateService does with a new definition.
  void deploy(domain::TaskDefinition const& one) {
    add(one);
    domain::Service& service = desired.services.back();
    for (auto& old : service.deployments)
      if (old.status == domain::DeploymentStatus::Primary) old.status = domain::DeploymentStatus::Active;
    domain::Deployment deployment;
    deployment.id = mint.deployment_id();
    deployment.task_definition = service.task_definition = one.key;
    deployment.created_at = deployment.updated_at = now;
    service.deployments.insert(service.deployments.begin(), deployment);
  }

  domain::Service& service() { return desired.services.back(); }

  Plan look() {
    domain::Mint fresh{11};
    note_addresses();
    return plan(desired, observed, settings, now, fresh);
  }

  Plan tick() {
    Plan made = intend();
    for (auto const& action : made.actions) act(action);
    for (auto const& waiting : made.waiting)
      if (!waiting.event.empty() && std::ranges::find(events, waiting.event) == events.end())
        events.push_back(waiting.event);
    return made;
  }

  /// Plans and writes the rows, and does nothing: as far as a process gets that dies before it acts.
  Plan intend() {
    note_addresses();
    Plan made = plan(desired, observed, settings, now, mint);
    for (auto const& change : made.changes) commit(change);
    return made;
  }

  /// Ticks until nothing is to be done. More than `most` ticks would be a loop without end.
  int settle(int most = 60) {
    for (int ticks = 0; ticks < most; ++ticks)
      if (tick().is_empty()) return ticks;
    FAIL("the world does not settle");
    return most;
  }

  domain::Task const* find(domain::TaskId const& id) const {
    for (auto const* list : {&desired.tasks, &gone})
      for (auto const& task : *list)
        if (task.key.id == id) return &task;
    return nullptr;
  }
  std::vector<domain::Task const*> running() const {
    std::vector<domain::Task const*> out;
    for (auto const& task : desired.tasks)
      if (domain::counts_as_running(task)) out.push_back(&task);
    return out;
  }

  /// The health checks of every container of a task say so.
  void report(domain::TaskId const& id, domain::HealthStatus health) {
    for (auto& task : desired.tasks)
      if (task.key.id == id)
        for (auto& one : task.containers) report(one, health);
  }
  void report_all(domain::HealthStatus health) {
    for (auto& task : desired.tasks)
      for (auto& one : task.containers)
        if (one.status == domain::ContainerStatus::Running) report(one, health);
  }

  domain::Deployment& primary() { return service().deployments.at(0); }
  domain::ServiceDeployment const& record_of(domain::Deployment const& deployment) {
    return records.at(deployment.service_deployment);
  }
  domain::ServiceDeployment const& record() { return record_of(primary()); }
  /// As StopServiceDeployment and ContinueServiceDeployment do.
  domain::ServiceDeployment& open_record() { return desired.service_deployments.at(service().key).at(0); }

  void exit(std::string const& docker_name, int code) {
    observed.in_flight.erase(docker_name);
    auto& state = observed.containers.at(docker_name);
    state.state = docker::RunState::Exited;
    state.exit_code = code;
    state.finished_at = now;
    state.addresses.clear();
  }
  void exit(domain::Task const& task, std::size_t index, int code) {
    exit(task.containers[index].docker_name, code);
  }

 private:
  void report(domain::Container& container, domain::HealthStatus health) {
    container.health = health;
    auto const state = observed.containers.find(container.docker_name);
    if (state == observed.containers.end()) return;
    state->second.health = health == domain::HealthStatus::Healthy     ? docker::Health::Healthy
                           : health == domain::HealthStatus::Unhealthy ? docker::Health::Unhealthy
                                                                       : docker::Health::Starting;
  }

  void note_addresses() { desired.addresses_in_use = addresses_of(desired.tasks); }

  void commit(Change const& change) {
    if (auto const* const save = std::get_if<SaveTask>(&change)) commit_task(save->task);
    if (auto const* const save = std::get_if<SaveService>(&change)) commit_service(save->service);
    if (auto const* const add_event = std::get_if<AddEvent>(&change))
      events.push_back(add_event->event.message);
    if (auto const* const save = std::get_if<SaveContainerInstance>(&change))
      desired.instances.push_back(save->instance);
    if (auto const* const save = std::get_if<SaveServiceDeployment>(&change)) commit_record(save->deployment);
    if (auto const* const copy = std::get_if<CopyServiceRevision>(&change))
      revisions.emplace_back(copy->from, copy->to);
  }

  void commit_task(domain::Task const& task) {
    auto const known = std::ranges::find(desired.tasks, task.key, &domain::Task::key);
    if (known == desired.tasks.end())
      desired.tasks.push_back(task);
    else
      *known = task;
    if (task.last_status != domain::TaskStatus::Stopped) return;
    gone.push_back(task);
    std::erase_if(desired.tasks, [&task](domain::Task const& one) { return one.key == task.key; });
  }

  void commit_record(domain::ServiceDeployment const& record) {
    auto& open = desired.service_deployments[record.service];
    std::erase_if(open, [&record](domain::ServiceDeployment const& one) { return one.id == record.id; });
    if (!record.finished_at) open.push_back(record);
    records[record.id] = record;
  }

  void commit_service(domain::Service const& service) {
    for (auto& one : desired.services)
      if (one.key == service.key) one = service;
    if (service.status != domain::ServiceStatus::Inactive) return;
    inactive.push_back(service);
    std::erase_if(desired.services,
                  [&service](domain::Service const& one) { return one.key == service.key; });
  }

  void act(Action const& action) {
    std::string const& name = docker_name_of(action);
    if (auto const* const obtain = std::get_if<ObtainImage>(&action)) {
      auto const missing = missing_images.find(obtain->image);
      if (missing != missing_images.end())
        observed.setbacks[name] = {.step = Step::Pull,
                                   .failure = {docker::Failure::Kind::NotFound, 404, missing->second},
                                   .is_final = true};
      else if (images_are_held_up)
        observed.in_flight[name] = Step::Pull;
      else
        observed.images[name] = {obtain->image, "sha256:" + obtain->image};
    }
    if (auto const* const start = std::get_if<StartContainer>(&action)) start_container(start->spec);
    if (std::holds_alternative<StopContainer>(action)) {
      if (ignores_term)
        observed.in_flight[name] = Step::Stop;  // the daemon waits for its grace to end
      else
        exit(name, 143);
    }
    if (std::holds_alternative<RemoveContainer>(action)) {
      observed.containers.erase(name);
      observed.setbacks.erase(name);
    }
  }

  void start_container(docker::ContainerSpec const& spec) {
    docker::ContainerState state;
    if (starts_to_refuse > 0) {
      --starts_to_refuse;
      state.id = "id-" + spec.name;
      state.name = spec.name;
      observed.containers[spec.name] = state;
      observed.setbacks[spec.name] = {.step = Step::Start,
                                      .failure = {docker::Failure::Kind::ServerError, 500, "refused"},
                                      .is_final = true};
      return;
    }
    state.id = "id-" + spec.name;
    state.name = spec.name;
    state.labels = spec.labels;
    state.state = docker::RunState::Running;
    state.started_at = now;
    for (auto port : spec.ports) {
      if (port.host_port == 0) port.host_port = next_port_++;
      state.ports.push_back(port);
    }
    observed.containers[spec.name] = state;
    bool const is_pause = spec.labels.at("neargate.role") == "pause";
    if (containers_exit_at_once && !is_pause) exit(spec.name, 1);
  }

  int next_port_ = 32768;
};

inline std::string word(domain::Task const& task) { return std::string(domain::word(task.last_status)); }

}  // namespace neargate::reconcile::toy
