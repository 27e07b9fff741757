#include "reconcile/service_draft.h"

#include <algorithm>

#include "domain/arn.h"
#include "domain/lifecycle.h"
#include "domain/new_task.h"
#include "placement/providers.h"
#include "placement/reservation.h"
#include "reconcile/fitness.h"
#include "reconcile/placement.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using domain::Deployment;
using domain::Task;

constexpr char const* failed_health_checks = "Task failed container health checks";

placement::Choice take_seat(placement::Fleet const& fleet, placement::Demand const& demand,
                            std::optional<domain::ContainerInstanceId> const& instance,
                            placement::Dice const& dice) {
  if (!instance) return fleet.choose(demand, dice);
  if (auto obstacle = fleet.refusal_of(*instance, demand)) return {.obstacle = *std::move(obstacle)};
  return {.instance = fleet.find(*instance), .obstacle = {}};
}

}  // namespace

TaskSource source_of(Deployment const& deployment) {
  return {.id = deployment.id,
          .task_definition = deployment.task_definition,
          .launch_type = deployment.launch_type,
          .capacity_providers = deployment.capacity_providers,
          .network = deployment.network,
          .not_before = deployment.not_before};
}

TaskSource source_of(domain::TaskSet const& set) {
  return {.id = set.id,
          .task_definition = set.task_definition,
          .launch_type = set.launch_type,
          .capacity_providers = set.capacity_providers,
          .network = set.network,
          .not_before = set.not_before,
          .is_task_set = true};
}

int healthy_min(int desired_count, int minimum_healthy_percent) {
  return (desired_count * minimum_healthy_percent + 99) / 100;
}

int running_max(int desired_count, int maximum_percent) { return desired_count * maximum_percent / 100; }

ServiceDraft::ServiceDraft(ServiceScene const& scene, domain::Mint& mint)
    : scene_(scene), mint_(mint), records_(scene.records) {
  out_.service = scene.service;
  for (Task const* task : scene_.tasks) sort_task(*task);
}

domain::TaskDefinition const* ServiceDraft::find_definition(domain::TaskDefinitionKey const& key) const {
  auto const found = scene_.desired.definitions.find({scene_.service.key.scope, key});
  return found == scene_.desired.definitions.end() ? nullptr : found->second.get();
}

Deployment* ServiceDraft::find_primary() {
  auto const found =
      std::ranges::find(service().deployments, domain::DeploymentStatus::Primary, &Deployment::status);
  return found == service().deployments.end() ? nullptr : &*found;
}

domain::ServiceDeployment* ServiceDraft::find_record() {
  Deployment const* const deployment = find_primary();
  if (deployment == nullptr || deployment->service_deployment.empty()) return nullptr;
  auto const found =
      std::ranges::find(records_, deployment->service_deployment, &domain::ServiceDeployment::id);
  return found == records_.end() || found->finished_at ? nullptr : &*found;
}

void ServiceDraft::sort_task(Task const& task) {
  domain::DeploymentId const id = task.deployment.value_or(domain::DeploymentId{});
  bool const is_listed =
      std::ranges::any_of(service().deployments, [&id](Deployment const& one) { return one.id == id; }) ||
      std::ranges::any_of(service().task_sets, [&id](domain::TaskSet const& one) { return one.id == id; });
  // A task of a deployment that is not listed any more goes the way of the old ones.
  Bucket& bucket = buckets_[is_listed ? id : domain::DeploymentId{}];
  bool const is_draining = scene_.fleets.is_on_draining(task);
  if (domain::counts_as_pending(task))
    return (is_draining ? bucket.evicted : bucket.pending).push_back(&task);
  if (!domain::counts_as_running(task)) {
    ++bucket.stopping;
    return;
  }
  auto const grace = service().health_check_grace;
  switch (fitness_of(task, find_definition(task.task_definition), grace, now())) {
    case Fitness::Healthy:
      return (is_draining ? bucket.leaving : bucket.healthy).push_back(&task);
    case Fitness::Warming:
      if (task.started_at && now() < *task.started_at + grace) wake_by(*task.started_at + grace);
      return (is_draining ? bucket.evicted : bucket.warming).push_back(&task);
    case Fitness::Unhealthy:
      return bucket.unhealthy.push_back(&task);
  }
}

Bucket const& ServiceDraft::bucket(domain::DeploymentId const& id) const {
  static Bucket const empty;
  auto const found = buckets_.find(id);
  return found == buckets_.end() ? empty : found->second;
}

Bucket ServiceDraft::others(domain::DeploymentId const& id) const {
  Bucket sum;
  for (auto const& [other, bucket] : buckets_)
    if (other != id) sum.add(bucket);
  return sum;
}

void ServiceDraft::wake_by(domain::Time time) {
  if (!out_.wake_at || time < *out_.wake_at) out_.wake_at = time;
}

void ServiceDraft::wait(std::string reason, std::string event) {
  out_.waiting.push_back({.subject = domain::service_arn(scene_.service.key),
                          .reason = std::move(reason),
                          .service = scene_.service.key,
                          .event = std::move(event)});
}

domain::LaunchType ServiceDraft::launch_of(TaskSource const& source) {
  return source.launch_type.value_or(service().launch_type.value_or(domain::LaunchType::Ec2));
}

placement::Fleet& ServiceDraft::fleet() {
  bool const needs_instance =
      service().launch_type.value_or(domain::LaunchType::Ec2) == domain::LaunchType::Ec2;
  return scene_.fleets.of(service().key, needs_instance);
}

placement::Demand ServiceDraft::demand_of(TaskSource const& source,
                                          domain::TaskDefinition const& definition) {
  placement::Demand demand{.needs = placement::reservation_of(definition),
                           .required_attributes = definition.required_attributes,
                           .constraints = definition.placement_constraints,
                           .strategy = service().placement_strategy,
                           .group = "service:" + name().text(),
                           .is_external = launch_of(source) == domain::LaunchType::External,
                           .provider = {},
                           .zones = {}};
  auto const& own = service().placement_constraints;
  demand.constraints.insert(demand.constraints.end(), own.begin(), own.end());
  auto const& network = source.network ? source.network : service().network;
  bool const has_interface = definition.network_mode == domain::NetworkMode::Awsvpc && network;
  if (!has_interface) return demand;
  for (auto const& id : network->subnets) {
    auto const subnet = scene_.desired.subnets.find({service().key.scope, id});
    if (subnet != scene_.desired.subnets.end()) demand.zones.push_back(subnet->second.availability_zone);
  }
  return demand;
}

domain::TaskDefinition const* ServiceDraft::find_startable(TaskSource const& source) {
  if (source.not_before && *source.not_before > now()) {
    wake_by(*source.not_before);
    wait("tasks failed to start, the next attempt waits", event::inconsistent_starts(name()));
    return nullptr;
  }
  auto const* const definition = find_definition(source.task_definition);
  if (definition == nullptr)
    wait("the task definition is gone", event::unable_to_place(name(), "The task definition is gone"));
  return definition;
}

int ServiceDraft::start(TaskSource const& source, int count) {
  if (count <= 0) return 0;
  auto const* const definition = find_startable(source);
  if (definition == nullptr) return 0;
  std::size_t const before = out_.started.size();
  auto census = take_census(source);
  while (count-- > 0 && start_one(source, *definition, std::nullopt, census)) {
  }
  return tell_started(source, before);
}

int ServiceDraft::start_on(TaskSource const& source,
                           std::vector<domain::ContainerInstanceId> const& instances) {
  if (instances.empty()) return 0;
  auto const* const definition = find_startable(source);
  if (definition == nullptr) return 0;
  std::size_t const before = out_.started.size();
  auto census = take_census(source);
  for (auto const& instance : instances) start_one(source, *definition, instance, census);
  return tell_started(source, before);
}

int ServiceDraft::tell_started(TaskSource const& source, std::size_t before) {
  std::vector<domain::TaskId> ids;
  for (std::size_t i = before; i < out_.started.size(); ++i) ids.push_back(out_.started[i].key.id);
  if (ids.empty()) return 0;
  tell(event::started({name(), source.is_task_set ? source.id : domain::DeploymentId{}}, ids));
  disturb();
  return static_cast<int>(ids.size());
}

bool ServiceDraft::start_one(TaskSource const& source, domain::TaskDefinition const& definition,
                             std::optional<domain::ContainerInstanceId> const& instance, Census& census) {
  domain::TaskOrder order;
  order.cluster = service().key.cluster;
  order.launch_type = launch_of(source);
  order.group = "service:" + name().text();
  order.started_by = source.id.text();
  order.service = name();
  order.deployment = source.id;
  order.network = source.network ? source.network : service().network;
  if (!source.capacity_providers.empty())
    order.capacity_provider = placement::choose_provider(source.capacity_providers, census.providers);
  if (!place(order, source, definition, instance, census)) return false;
  ++census.zones[order.availability_zone];
  ++census.providers[order.capacity_provider];
  out_.started.push_back(domain::make_task(definition, order, mint_, now()));
  if (order.container_instance) fleet().hold(out_.started.back());
  return true;
}

bool ServiceDraft::place(domain::TaskOrder& order, TaskSource const& source,
                         domain::TaskDefinition const& definition,
                         std::optional<domain::ContainerInstanceId> const& instance, Census const& census) {
  std::string zone;
  if (order.launch_type != domain::LaunchType::Fargate) {
    auto demand = demand_of(source, definition);
    demand.provider = order.capacity_provider;
    auto const seat = take_seat(fleet(), demand, instance, [this] { return mint_.number(); });
    if (seat.instance == nullptr) {
      wait("no container instance takes a task: " + seat.obstacle.reason,
           "(service " + name().text() + ") " + placement::unable_to_place(seat.obstacle));
      return false;
    }
    order.container_instance = seat.instance->key.id;
    order.reservation = demand.needs;
    // This machine stands in every zone.
    if (!seat.instance->is_local) zone = placement::zone_of(*seat.instance);
  }
  auto const found = choose_place({.scope = service().key.scope,
                                   .network = order.network,
                                   .mode = definition.network_mode,
                                   .zone = std::move(zone)},
                                  scene_.desired, census.zones);
  if (!found) {
    wait("no subnet of the service exists",
         event::unable_to_place(name(), "The subnets of the service do not exist"));
    return false;
  }
  order.subnet = found->subnet;
  order.availability_zone = found->availability_zone;
  return true;
}

ServiceDraft::Census ServiceDraft::take_census(TaskSource const& source) const {
  Census census;
  auto const count = [&](Task const& task) {
    ++census.zones[task.availability_zone];
    bool const is_live = task.desired_status == domain::DesiredStatus::Running && !is_told_to_stop(task);
    if (is_live && task.deployment == source.id) ++census.providers[task.capacity_provider];
  };
  for (Task const* const task : scene_.tasks) count(*task);
  for (Task const& task : out_.started) count(task);
  return census;
}

/// Where none of them stands on an instance, an empty one will do.
placement::Fleet const& ServiceDraft::fleet_of(Tasks const& tasks) {
  static placement::Fleet const nowhere;
  bool const any_placed =
      std::ranges::any_of(tasks, [](Task const* task) { return task->container_instance.has_value(); });
  return any_placed ? fleet() : nowhere;
}

bool ServiceDraft::is_protected(Task const& task) {
  if (!task.is_protected) return false;
  if (!task.protected_until) return true;
  if (*task.protected_until <= now()) return false;
  wake_by(*task.protected_until);
  return true;
}

Tasks ServiceDraft::stoppable(Tasks const& tasks) {
  Tasks free;
  for (Task const* task : tasks)
    if (!is_told_to_stop(*task) && !is_protected(*task)) free.push_back(task);
  return free;
}

int ServiceDraft::stop(Tasks const& tasks, int count) {
  if (count <= 0) return 0;
  Tasks const free = stoppable(tasks);
  if (free.empty()) return 0;
  bool const is_all = count >= static_cast<int>(free.size());
  Tasks const chosen =
      is_all ? free : fleet_of(free).choose_to_stop(free, count, service().placement_strategy);
  stop_all(chosen);
  return static_cast<int>(chosen.size());
}

void ServiceDraft::stop_all(Tasks const& tasks) {
  for (Task const* task : tasks) {
    domain::DeploymentId const by =
        find_primary() ? primary().id : task->deployment.value_or(domain::DeploymentId{});
    order_stop(*task, "Scaling activity initiated by (deployment " + by.text() + ")");
  }
}

void ServiceDraft::stop_unhealthy(Tasks const& tasks) {
  for (Task const* task : tasks) {
    if (is_told_to_stop(*task)) continue;
    tell(event::failed_health_checks(name(), task->key.id));
    order_stop(*task, failed_health_checks);
  }
}

void ServiceDraft::order_stop(Task const& task, std::string reason) {
  if (!stopped_.insert(task.key.id).second) return;
  bool const is_of_task_set = service().controller != domain::DeploymentController::Ecs && task.deployment;
  Stops& stops = stops_[is_of_task_set ? *task.deployment : domain::DeploymentId{}];
  if (domain::counts_as_running(task))
    stops.running.push_back(task.key.id);
  else
    ++stops.pending;
  out_.stopped.push_back({task.key, std::move(reason)});
  disturb();
}

Rollout ServiceDraft::finish() {
  for (auto const& [task_set, stops] : stops_) {
    event::Subject const subject{name(), task_set};
    if (!stops.running.empty()) tell(event::stopped_running(subject, stops.running));
    if (stops.pending > 0) tell(event::stopped_pending(subject, stops.pending));
  }
  for (auto& record : records_) {
    auto const before = std::ranges::find(scene_.records, record.id, &domain::ServiceDeployment::id);
    if (before != scene_.records.end() && *before == record) continue;
    record.updated_at = now();
    out_.records.push_back(record);
  }
  return std::move(out_);
}

}  // namespace neargate::reconcile
