#include "reconcile/daemon.h"

#include <algorithm>
#include <map>
#include <set>

#include "reconcile/circuit_breaker.h"
#include "reconcile/rolling.h"

namespace neargate::reconcile {

namespace {

using domain::ContainerInstanceId;
using domain::Task;

std::set<ContainerInstanceId> eligible_instances(ServiceDraft& draft) {
  std::set<ContainerInstanceId> ids;
  TaskSource const source = source_of(draft.primary());
  auto const* const definition = draft.find_definition(source.task_definition);
  if (definition == nullptr) return ids;
  for (auto const* const instance : draft.fleet().eligible(draft.demand_of(source, *definition)))
    ids.insert(instance->key.id);
  return ids;
}

bool is_on(Task const& task, std::set<ContainerInstanceId> const& instances) {
  return task.container_instance && instances.contains(*task.container_instance);
}

/// What should not be where it is: beyond one an instance, or where no daemon belongs (any more).
Tasks misplaced(ServiceDraft& draft, Bucket const& own, std::set<ContainerInstanceId> const& eligible) {
  Tasks out;
  std::set<ContainerInstanceId> taken;
  Tasks tasks = own.healthy;  // these are kept before others
  for (auto const* list : {&own.warming, &own.pending, &own.leaving, &own.evicted})
    tasks.insert(tasks.end(), list->begin(), list->end());
  for (Task const* const task : tasks) {
    if (is_on(*task, eligible)) {
      if (!taken.insert(*task->container_instance).second) out.push_back(task);
      continue;
    }
    auto const* const instance = draft.scene().fleets.find(*task);
    bool const goes_last = draft.scene().fleets.is_on_draining(*task) && instance != nullptr &&
                           draft.scene().fleets.is_busy(instance->key);
    if (goes_last)
      draft.wait("the daemon's task leaves the draining instance last");
    else
      out.push_back(task);
  }
  return out;
}

/// Old tasks make room, as far as the minimum allows.
void stop_old(ServiceDraft& draft, Bucket const& own, Bucket const& old) {
  int const min = healthy_min(draft.service().desired_count,
                              draft.service().deployment_configuration.minimum_healthy_percent);
  Tasks going = old.healthy;
  going.insert(going.end(), old.leaving.begin(), old.leaving.end());
  draft.stop(old.not_healthy());
  draft.stop(going, static_cast<int>(own.healthy.size() + going.size()) - min);
}

}  // namespace

int count_daemons(ServiceDraft& draft) { return static_cast<int>(eligible_instances(draft).size()); }

void place_daemons(ServiceDraft& draft) {
  domain::Deployment const& primary = draft.primary();
  if (primary.rollout_state == domain::RolloutState::Failed) return hold_failed(draft);
  Bucket const& own = draft.bucket(primary.id);
  Bucket const old = draft.others(primary.id);
  auto const eligible = eligible_instances(draft);
  std::vector<ContainerInstanceId> free;
  for (auto const& id : eligible) {
    auto const stands_there = [&id](Task const* task) { return task->container_instance == id; };
    Tasks const others = old.all(), mine = own.all();
    if (!std::ranges::any_of(mine, stands_there) && !std::ranges::any_of(others, stands_there))
      free.push_back(id);
  }
  draft.start_on(source_of(primary), free);
  draft.stop(misplaced(draft, own, eligible));
  // There is no second place on the instance where a replacement could start first.
  draft.stop_unhealthy(own.unhealthy);
  count_unhealthy(draft, primary.id, static_cast<int>(own.unhealthy.size()));
  stop_old(draft, own, old);
  shrink_old_desired_counts(draft);
}

}  // namespace neargate::reconcile
