#include "reconcile/plan.h"

#include <algorithm>
#include <unordered_set>

#include "domain/arn.h"
#include "domain/lifecycle.h"
#include "reconcile/fitness.h"
#include "reconcile/fold.h"
#include "reconcile/rollout.h"
#include "reconcile/sequence.h"

namespace neargate::reconcile {

namespace {

using domain::DesiredStatus;
using domain::Task;

/// A task as the row has it and as it shall be.
struct Draft {
  Task const* before;  ///< null: made in this plan
  Task after;
  bool has_ended = false;  ///< it decided to stop by itself just now
};

class Planner final {
 public:
  Planner(Desired const& desired, Observed const& observed, Settings const& settings, domain::Time now,
          domain::Mint& mint)
      : desired_(desired),
        observed_(observed),
        settings_(settings),
        now_(now),
        mint_(mint),
        fleets_(desired, settings, mint, now) {}

  Plan make() {
    fold_tasks();
    for (auto const* const service : daemons_first()) plan_service(*service);
    for (auto const& instance : fleets_.offered()) plan_.changes.push_back(SaveContainerInstance{instance});
    advance_tasks();
    remove_orphans();
    return std::move(plan_);
  }

 private:
  domain::TaskDefinition const* find_definition(Task const& task) const {
    auto const found = desired_.definitions.find({task.key.scope, task.task_definition});
    return found == desired_.definitions.end() ? nullptr : found->second.get();
  }

  void fold_tasks() {
    drafts_.reserve(desired_.tasks.size());
    for (auto const& task : desired_.tasks) {
      Draft draft{.before = &task, .after = task};
      auto const* const definition = find_definition(task);
      if (definition != nullptr) {
        fold(draft.after, *definition, observed_, now_);
      }
      draft.has_ended = task.desired_status == DesiredStatus::Running &&
                        draft.after.desired_status == DesiredStatus::Stopped;
      drafts_.push_back(std::move(draft));
    }
    for (auto const& draft : drafts_) fleets_.see(draft.after);
    for (std::size_t i = 0; i < drafts_.size(); ++i)
      if (auto const& task = drafts_[i].after; task.service)
        by_service_[{task.key.scope, task.key.cluster, *task.service}].push_back(i);
  }

  bool is_healthy(Task const& task) const {
    return domain::counts_as_running(task) &&
           fitness_of(task, find_definition(task), {}, now_) == Fitness::Healthy;
  }
  bool has_recovered(Draft const& draft) const {
    return draft.before != nullptr && is_healthy(draft.after) && !is_healthy(*draft.before);
  }

  /// Daemons are placed before other tasks (ecs-services.md "DAEMON").
  std::vector<domain::Service const*> daemons_first() const {
    std::vector<domain::Service const*> services;
    for (auto const& service : desired_.services) services.push_back(&service);
    std::ranges::stable_partition(services, [](domain::Service const* service) {
      return service->scheduling == domain::SchedulingStrategy::Daemon;
    });
    return services;
  }

  void plan_service(domain::Service const& service) {
    ServiceScene scene{.service = service, .desired = desired_, .fleets = fleets_, .now = now_};
    if (auto const records = desired_.service_deployments.find(service.key);
        records != desired_.service_deployments.end())
      scene.records = records->second;
    for (std::size_t const i : by_service_[service.key]) {
      scene.tasks.push_back(&drafts_[i].after);
      if (drafts_[i].has_ended) scene.ended.push_back(&drafts_[i].after);
      if (has_recovered(drafts_[i])) scene.recovered.push_back(&drafts_[i].after);
    }
    Rollout rollout = roll_out(scene, mint_);
    std::map<domain::TaskKey, std::string const*> stopped;
    for (auto const& order : rollout.stopped) stopped.emplace(order.task, &order.reason);
    if (!stopped.empty())
      for (std::size_t const i : by_service_[service.key])
        if (auto const found = stopped.find(drafts_[i].after.key); found != stopped.end())
          request_stop(drafts_[i].after, domain::StopCode::ServiceSchedulerInitiated, *found->second, now_);
    if (!(rollout.service == service)) plan_.changes.push_back(SaveService{std::move(rollout.service)});
    for (auto& record : rollout.records) plan_.changes.push_back(SaveServiceDeployment{std::move(record)});
    for (auto& copy : rollout.revisions)
      plan_.changes.push_back(CopyServiceRevision{service.key, copy.from, copy.to, now_});
    for (auto& text : rollout.events)
      plan_.changes.push_back(
          AddEvent{service.key, {.id = mint_.uuid(), .created_at = now_, .message = std::move(text)}});
    for (auto& waiting : rollout.waiting) plan_.waiting.push_back(std::move(waiting));
    if (rollout.wake_at) plan_.wake_by(*rollout.wake_at);
    for (auto& task : rollout.started) started_.push_back({.before = nullptr, .after = std::move(task)});
  }

  void advance_tasks() {
    drafts_.insert(drafts_.end(), std::make_move_iterator(started_.begin()),
                   std::make_move_iterator(started_.end()));
    AddressBook addresses(desired_.addresses_in_use, observed_.refused_addresses);
    TaskScene const scene{desired_, observed_, settings_, now_, addresses};
    for (auto& draft : drafts_) {
      if (auto const* const definition = find_definition(draft.after))
        advance(draft.after, *definition, scene, plan_);
      else
        plan_.waiting.push_back({domain::task_arn(draft.after.key), "the task definition is gone"});
      bool const is_new = draft.before == nullptr;
      if (!is_new && *draft.before == draft.after) continue;
      auto const from = is_new ? draft.after.last_status : draft.before->last_status;
      plan_.changes.push_back(SaveTask{draft.after, from, is_new});
    }
  }

  /// Containers of ours that no live task knows: their task is STOPPED, or its row is gone.
  void remove_orphans() {
    if (!observed_.is_known) return;
    std::unordered_set<std::string> known;
    for (auto const& draft : drafts_) {
      for (auto const& container : draft.after.containers) known.insert(container.docker_name);
      known.insert(draft.after.pause_docker_name);
    }
    // A task that ends in this very plan keeps its containers until its row says so.
    for (auto const& [name, state] : observed_.containers) {
      if (known.contains(name) || observed_.in_flight.contains(name)) continue;
      auto const setback = observed_.setbacks.find(name);
      if (setback != observed_.setbacks.end() && setback->second.retry_at > now_) {
        plan_.wake_by(setback->second.retry_at);
        continue;
      }
      plan_.actions.push_back(RemoveContainer{name, state.id});
    }
  }

  Desired const& desired_;
  Observed const& observed_;
  Settings const& settings_;
  domain::Time now_;
  domain::Mint& mint_;
  Plan plan_;
  std::vector<Draft> drafts_, started_;
  std::map<domain::ServiceKey, std::vector<std::size_t>> by_service_;
  Fleets fleets_;
};

}  // namespace

Plan plan(Desired const& desired, Observed const& observed, Settings const& settings, domain::Time now,
          domain::Mint& mint) {
  return Planner(desired, observed, settings, now, mint).make();
}

}  // namespace neargate::reconcile
