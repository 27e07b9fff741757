#include "reconcile/rollout.h"

#include <algorithm>

#include "domain/arn.h"
#include "domain/lifecycle.h"
#include "domain/new_task.h"
#include "reconcile/circuit_breaker.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using domain::Deployment;
using domain::DeploymentStatus;
using domain::RolloutState;
using domain::Service;
using domain::Task;

constexpr std::chrono::hours steady_event_every{6};

/// The tasks of one deployment, sorted once; each step below is arithmetic on these.
struct Bucket {
  std::vector<Task const*> running, pending;
  int stopping = 0;
  int count() const { return static_cast<int>(running.size() + pending.size()); }
  bool is_empty() const { return count() == 0 && stopping == 0; }
  std::vector<Task const*> all() const {
    auto tasks = running;
    tasks.insert(tasks.end(), pending.begin(), pending.end());
    return tasks;
  }
};

void put(Bucket& bucket, Task const* task) {
  if (domain::counts_as_running(*task))
    bucket.running.push_back(task);
  else if (domain::counts_as_pending(*task))
    bucket.pending.push_back(task);
  else
    ++bucket.stopping;
}

class ServicePlan final {
 public:
  ServicePlan(ServiceScene const& scene, domain::Mint& mint) : scene_(scene), mint_(mint) {
    out_.service = scene.service;
    sort_tasks();
  }

  Rollout make() {
    if (out_.service.status == domain::ServiceStatus::Draining) {
      drain();
    } else if (Deployment* const primary = find_primary()) {
      take_desired_count(*primary);
      judge_failures();
      scale(*find_primary());
      conclude();
    }
    tell_stops();
    return std::move(out_);
  }

 private:
  Service& service() { return out_.service; }
  domain::ServiceName const& name() const { return scene_.service.key.name; }

  Deployment* find_primary() {
    auto const found =
        std::ranges::find(service().deployments, DeploymentStatus::Primary, &Deployment::status);
    return found == service().deployments.end() ? nullptr : &*found;
  }

  void sort_tasks() {
    for (Task const* task : scene_.tasks) {
      bool const is_listed = std::ranges::any_of(
          service().deployments, [task](Deployment const& one) { return task->deployment == one.id; });
      // A task of a deployment that is not listed any more goes the way of the old ones.
      put(buckets_[is_listed ? *task->deployment : domain::DeploymentId{}], task);
    }
  }

  Bucket const& bucket(domain::DeploymentId const& id) { return buckets_[id]; }

  /// running and pending of all deployments but the primary.
  Bucket old_tasks(Deployment const& primary) const {
    Bucket sum;
    for (auto const& [id, bucket] : buckets_) {
      if (id == primary.id) continue;
      sum.running.insert(sum.running.end(), bucket.running.begin(), bucket.running.end());
      sum.pending.insert(sum.pending.end(), bucket.pending.begin(), bucket.pending.end());
      sum.stopping += bucket.stopping;
    }
    return sum;
  }

  void disturb() { service().steady_since.reset(); }

  // The steps, in order ------------------------------------------------------------------------------------

  /// The scheduler's answer to create and update: until it has run, a deployment's desiredCount is 0.
  void take_desired_count(Deployment& primary) {
    // DAEMON: one task for each eligible instance, and this machine is the only one.
    if (service().scheduling == domain::SchedulingStrategy::Daemon) service().desired_count = 1;
    if (primary.rollout_reason.empty()) primary.rollout_reason = rollout_reason::in_progress(primary.id);
    if (primary.desired_count == service().desired_count) return;
    primary.desired_count = service().desired_count;
    primary.updated_at = scene_.now;
    primary.consecutive_failures = 0;  // any update ends the back-off
    primary.not_before.reset();
    disturb();
  }

  void judge_failures() {
    for (auto& deployment : service().deployments) {
      auto const tasks = bucket(deployment.id).all();
      count_failures(deployment, scene_.ended, tasks, scene_.now);
      forgive_failures(deployment, tasks);
    }
    Deployment& primary = *find_primary();
    auto const& bounds = service().deployment_configuration;
    bool const has_tripped = bounds.circuit_breaker && primary.rollout_state == RolloutState::InProgress &&
                             primary.failed_tasks >= circuit_breaker_threshold(service().desired_count);
    if (!has_tripped) return;
    primary.rollout_state = RolloutState::Failed;
    primary.rollout_reason = rollout_reason::failed;
    primary.updated_at = scene_.now;
    out_.events.push_back(event::deployment_failed(name(), primary.id));
    disturb();
    if (bounds.rollback) roll_back();
  }

  /// The last deployment that completed becomes the target, as a deployment of its own; the failed one
  /// drains.
  void roll_back() {
    auto const target = std::ranges::find_if(service().deployments, [](Deployment const& one) {
      return one.status != DeploymentStatus::Primary && one.rollout_state == RolloutState::Completed;
    });
    if (target == service().deployments.end()) return;  // stays FAILED
    out_.events.push_back(event::rolling_back(name(), target->id));
    Deployment back;
    back.id = mint_.deployment_id();
    back.task_definition = target->task_definition;
    back.launch_type = target->launch_type;
    back.network = target->network;
    back.desired_count = service().desired_count;
    back.rollout_reason = rollout_reason::rolling_back(target->id);
    back.created_at = back.updated_at = scene_.now;
    find_primary()->status = DeploymentStatus::Active;
    service().task_definition = back.task_definition;
    if (back.network) service().network = back.network;
    if (back.launch_type) service().launch_type = back.launch_type;
    service().deployments.insert(service().deployments.begin(), std::move(back));
  }

  void scale(Deployment& primary) {
    auto const& bounds = service().deployment_configuration;
    int const desired = service().desired_count;
    int const max = running_max(desired, bounds.maximum_percent);
    int const min = healthy_min(desired, bounds.minimum_healthy_percent);
    Bucket const& own = bucket(primary.id);
    Bucket const old = old_tasks(primary);
    if (primary.rollout_state == RolloutState::Failed) {
      // No more tasks of it are started, and the old ones stay; only what the bounds forbid goes.
      stop(choose_to_stop(own.all(), own.count() + old.count() - max));
      stop(choose_to_stop(old.all(), old.count() - max));
      return;
    }
    int const room = max - own.count() - old.count();
    int const started = start(primary, std::min(desired - own.count(), room));
    stop(choose_to_stop(own.all(), own.count() - desired));
    int const healthy = static_cast<int>(own.running.size() + old.running.size());
    int const spare = std::max(0, healthy - min);
    // Pending ones of an old deployment protect nobody's health.
    int const old_stopped =
        stop(old.pending) +
        stop(choose_to_stop(old.running, std::min<int>(spare, static_cast<int>(old.running.size()))));
    shrink_old_desired_counts(primary);
    bool const is_stuck = started == 0 && old_stopped == 0 && own.pending.empty() && own.stopping == 0 &&
                          old.stopping == 0 && own.count() < desired && room <= 0;
    if (is_stuck)
      wait_with_event("the bounds of the deployment configuration leave no room",
                      event::blocked_by_configuration(name()));
  }

  int start(Deployment& primary, int count) {
    if (count <= 0) return 0;
    if (primary.not_before && *primary.not_before > scene_.now) {
      out_.wake_at = *primary.not_before;
      wait_with_event("tasks failed to start, the next attempt waits", event::inconsistent_starts(name()));
      return 0;
    }
    auto const definition = scene_.desired.definitions.find({service().key.scope, primary.task_definition});
    if (definition == scene_.desired.definitions.end()) {
      wait_with_event("the task definition is gone",
                      event::unable_to_place(name(), "The task definition is gone"));
      return 0;
    }
    while (static_cast<int>(out_.started.size()) < count && start_one(primary, *definition->second)) {
    }
    if (out_.started.empty()) return 0;
    std::vector<domain::TaskId> ids;
    for (auto const& task : out_.started) ids.push_back(task.key.id);
    out_.events.push_back(event::started(name(), ids));
    disturb();
    return static_cast<int>(out_.started.size());
  }

  bool start_one(Deployment const& primary, domain::TaskDefinition const& definition) {
    HostPorts const ports = fixed_host_ports(definition);
    bool const port_taken =
        std::ranges::any_of(ports, [this](auto const& port) { return scene_.host_ports.contains(port); });
    if (port_taken) {
      wait_with_event("a host port is in use", event::port_in_use(name()));
      return false;
    }
    std::vector<Task const*> placed = scene_.tasks;
    for (auto const& task : out_.started) placed.push_back(&task);
    auto const place = choose_place(service(), primary, definition, scene_.desired, placed);
    if (!place) {
      wait_with_event("no subnet of the service exists",
                      event::unable_to_place(name(), "The subnets of the service do not exist"));
      return false;
    }
    domain::TaskOrder order;
    order.cluster = service().key.cluster;
    order.launch_type = primary.launch_type ? primary.launch_type : service().launch_type;
    order.group = "service:" + name().text();
    order.started_by = primary.id.text();
    order.service = name();
    order.deployment = primary.id;
    order.network = primary.network ? primary.network : service().network;
    order.subnet = place->subnet;
    order.availability_zone = place->availability_zone;
    out_.started.push_back(domain::make_task(definition, order, mint_, scene_.now));
    scene_.host_ports.insert(ports.begin(), ports.end());
    return true;
  }

  int stop(std::vector<Task const*> const& tasks) {
    for (Task const* task : tasks) {
      domain::DeploymentId const by =
          find_primary() ? find_primary()->id : task->deployment.value_or(domain::DeploymentId{});
      out_.stopped.push_back({task->key, "Scaling activity initiated by (deployment " + by.text() + ")"});
      if (domain::counts_as_running(*task))
        stopped_running_.push_back(task->key.id);
      else
        ++stopped_pending_;
    }
    if (!tasks.empty()) disturb();
    return static_cast<int>(tasks.size());
  }

  void tell_stops() {
    if (!stopped_running_.empty()) out_.events.push_back(event::stopped_running(name(), stopped_running_));
    if (stopped_pending_ > 0) out_.events.push_back(event::stopped_pending(name(), stopped_pending_));
  }

  /// An old deployment wants as many tasks as it still has.
  void shrink_old_desired_counts(Deployment const& primary) {
    for (auto& deployment : service().deployments) {
      if (deployment.id == primary.id) continue;
      auto const tasks = bucket(deployment.id).all();
      auto const left = std::ranges::count_if(tasks, [this](Task const* task) {
        return std::ranges::find(out_.stopped, task->key, &StopOrder::task) == out_.stopped.end();
      });
      if (deployment.desired_count == left) continue;
      deployment.desired_count = static_cast<int>(left);
      deployment.updated_at = scene_.now;
    }
  }

  /// Old deployments leave the list with their last task; then the rollout is complete and the service
  /// steady.
  void conclude() {
    std::erase_if(service().deployments, [this](Deployment const& one) {
      return one.status != DeploymentStatus::Primary && bucket(one.id).is_empty();
    });
    Deployment& primary = *find_primary();
    Bucket const& own = bucket(primary.id);
    bool const is_settled = service().deployments.size() == 1 && old_tasks(primary).is_empty() &&
                            static_cast<int>(own.running.size()) == service().desired_count &&
                            own.pending.empty() && own.stopping == 0 && out_.stopped.empty() &&
                            out_.started.empty() && primary.rollout_state != RolloutState::Failed;
    if (!is_settled) {
      disturb();
      return;
    }
    if (primary.rollout_state == RolloutState::InProgress) {
      primary.rollout_state = RolloutState::Completed;
      primary.rollout_reason = rollout_reason::completed(primary.id);
      primary.updated_at = scene_.now;
      out_.events.push_back(event::deployment_completed(name(), primary.id));
    }
    if (!service().steady_since || scene_.now - *service().steady_since >= steady_event_every) {
      service().steady_since = scene_.now;
      out_.events.push_back(event::steady_state(name()));
    }
    out_.wake_at = *service().steady_since + steady_event_every;
  }

  /// DRAINING: everything goes; INACTIVE once the last task is STOPPED.
  void drain() {
    for (auto const& [id, bucket] : buckets_) stop(bucket.all());
    for (auto& deployment : service().deployments) deployment.desired_count = 0;
    disturb();
    if (!scene_.tasks.empty()) return;
    service().status = domain::ServiceStatus::Inactive;
    service().deployments.clear();
  }

  void wait_with_event(std::string reason, std::string text) {
    out_.waiting.push_back({.subject = domain::service_arn(service().key),
                            .reason = std::move(reason),
                            .service = service().key,
                            .event = std::move(text)});
  }

  ServiceScene const& scene_;
  domain::Mint& mint_;
  Rollout out_;
  std::map<domain::DeploymentId, Bucket> buckets_;
  std::vector<domain::TaskId> stopped_running_;
  std::size_t stopped_pending_ = 0;
};

}  // namespace

int healthy_min(int desired_count, int minimum_healthy_percent) {
  return (desired_count * minimum_healthy_percent + 99) / 100;
}

int running_max(int desired_count, int maximum_percent) { return desired_count * maximum_percent / 100; }

Rollout roll_out(ServiceScene const& scene, domain::Mint& mint) { return ServicePlan(scene, mint).make(); }

}  // namespace neargate::reconcile
