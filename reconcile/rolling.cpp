#include "reconcile/rolling.h"

#include <algorithm>

#include "reconcile/circuit_breaker.h"
#include "reconcile/rollback.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using domain::Deployment;

int count(Tasks const& tasks) { return static_cast<int>(tasks.size()); }

Tasks first(Tasks tasks, int most) {
  tasks.resize(static_cast<std::size_t>(std::clamp(most, 0, count(tasks))));
  return tasks;
}

void stop_unhealthy(ServiceDraft& draft, domain::DeploymentId const& id, int most) {
  Tasks const chosen = first(draft.bucket(id).unhealthy, most);
  draft.stop_unhealthy(chosen);
  count_unhealthy(draft, id, count(chosen));
}

/// What the rules below need of one moment.
struct Numbers {
  int desired, min, max;
  int room;  ///< for more tasks
};

Numbers numbers_of(ServiceDraft& draft, Bucket const& own, Bucket const& old) {
  auto const& bounds = draft.service().deployment_configuration;
  int const desired = draft.service().desired_count;
  int const max = running_max(desired, bounds.maximum_percent);
  return {.desired = desired,
          .min = healthy_min(desired, bounds.minimum_healthy_percent),
          .max = max,
          .room = max - own.live() - old.live()};
}

int count_kept(ServiceDraft const& draft, Tasks const& tasks) {
  return static_cast<int>(std::ranges::count_if(
      tasks, [&draft](domain::Task const* task) { return !draft.is_told_to_stop(*task); }));
}

/// What shall go: healthy ones as far as the minimum allows, those that nobody relies on once it is kept
/// without them. Those on a draining instance are replaced like old ones.
int stop_old(ServiceDraft& draft, Bucket const& own, Bucket const& old, int min) {
  Tasks going = old.healthy;
  going.insert(going.end(), old.leaving.begin(), old.leaving.end());
  going.insert(going.end(), own.leaving.begin(), own.leaving.end());
  int const healthy = count_kept(draft, own.healthy) + count(going);
  int stopped = draft.stop(old.pending) + draft.stop(old.evicted) + draft.stop(own.evicted);
  if (healthy >= min) stopped += draft.stop(old.warming) + draft.stop(old.unhealthy);
  return stopped + draft.stop(going, healthy - min);
}

}  // namespace

void stop_replaced(ServiceDraft& draft, domain::DeploymentId const& id, int desired) {
  Bucket const& own = draft.bucket(id);
  stop_unhealthy(draft, id, count(own.healthy) + count(own.unhealthy) - desired);
}

void stop_surplus(ServiceDraft& draft, domain::DeploymentId const& id, int desired) {
  Bucket const& own = draft.bucket(id);
  int const surplus = own.good() - desired;
  if (surplus <= 0) return;
  int const spare = count(own.healthy) -
                    healthy_min(desired, draft.service().deployment_configuration.minimum_healthy_percent);
  int stopped = 0;
  if (spare >= surplus) {
    stopped = draft.stop(own.good_tasks(), surplus);
  } else {
    // One that is protected and not healthy yet does not stand in for a healthy one.
    stopped = draft.stop(own.not_healthy_yet(), surplus);
    stopped += draft.stop(own.healthy, std::min(spare, surplus - stopped));
  }
  if (stopped == surplus) return;
  draft.wait("protected tasks keep the service from scaling in",
             event::protected_from_scale_in(draft.name(), id));
}

void maintain(ServiceDraft& draft, TaskSource const& source, int desired) {
  Bucket const& own = draft.bucket(source.id);
  draft.start(source, desired - own.good());
  stop_surplus(draft, source.id, desired);
  stop_replaced(draft, source.id, desired);
  draft.stop(own.evicted);
  draft.stop(own.leaving, count(own.healthy) + count(own.leaving) - desired);
}

void shrink_old_desired_counts(ServiceDraft& draft) {
  domain::DeploymentId const primary = draft.primary().id;
  for (auto& deployment : draft.service().deployments) {
    if (deployment.id == primary) continue;
    Tasks const tasks = draft.bucket(deployment.id).all();
    auto const left = std::ranges::count_if(
        tasks, [&draft](domain::Task const* task) { return !draft.is_told_to_stop(*task); });
    if (deployment.desired_count == left) continue;
    deployment.desired_count = static_cast<int>(left);
    deployment.updated_at = draft.now();
  }
}

namespace {

/// The last deployment that completed keeps serving, within the bounds: as many tasks as the service wants,
/// with those of the failed one. One that was already drained to nothing stays so: starting it anew would be
/// a rollback.
void keep_last_completed(ServiceDraft& draft, Bucket const& own, Bucket const& old, Numbers const& numbers) {
  Deployment* const last = find_rollback_target(draft);
  if (last == nullptr || last->desired_count == 0) return;
  Bucket const& kept = draft.bucket(last->id);
  last->status = domain::DeploymentStatus::Active;
  int const missing = numbers.desired - own.good() - old.good();
  draft.start(source_of(*last), std::min(missing, numbers.room));
  stop_surplus(draft, last->id, numbers.desired);
  stop_replaced(draft, last->id, numbers.desired - own.good());
  bool const needs_room = missing > 0 && numbers.room <= 0 && kept.pending.empty() && kept.stopping == 0;
  if (needs_room) draft.stop(kept.unhealthy, 1);
  draft.stop(kept.evicted);
  draft.stop(kept.leaving, count(own.healthy) + count(old.healthy) + count(kept.leaving) - numbers.min);
}

}  // namespace

void hold_failed(ServiceDraft& draft) {
  Bucket const& own = draft.bucket(draft.primary().id);
  Bucket const old = draft.others(draft.primary().id);
  Numbers const numbers = numbers_of(draft, own, old);
  keep_last_completed(draft, own, old, numbers);
  draft.stop(own.all(), -numbers.room);
  draft.stop(old.all(), old.live() - numbers.max);
}

void roll(ServiceDraft& draft) {
  Deployment const& primary = draft.primary();
  if (primary.rollout_state == domain::RolloutState::Failed) return hold_failed(draft);
  Bucket const& own = draft.bucket(primary.id);
  Bucket const old = draft.others(primary.id);
  Numbers const numbers = numbers_of(draft, own, old);
  int const missing = numbers.desired - own.good();
  int const started = draft.start(source_of(primary), std::min(missing, numbers.room));
  stop_surplus(draft, primary.id, numbers.desired);
  stop_replaced(draft, primary.id, numbers.desired);
  // Without room to start first, one makes room at a time.
  bool const needs_room = missing > 0 && numbers.room <= 0 && own.pending.empty() && own.stopping == 0;
  bool const has_unhealthy = !own.unhealthy.empty() || !old.unhealthy.empty();
  if (needs_room && !own.unhealthy.empty())
    stop_unhealthy(draft, primary.id, 1);
  else if (needs_room && old.stopping == 0)
    draft.stop(old.unhealthy, 1);
  int const stopped = stop_old(draft, own, old, numbers.min);
  shrink_old_desired_counts(draft);
  bool const is_stuck = needs_room && !has_unhealthy && started == 0 && stopped == 0 && old.stopping == 0;
  if (is_stuck)
    draft.wait("the bounds of the deployment configuration leave no room",
               event::blocked_by_configuration(draft.name()));
}

}  // namespace neargate::reconcile
