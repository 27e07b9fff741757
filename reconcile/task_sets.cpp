#include "reconcile/task_sets.h"

#include <cmath>

#include "reconcile/circuit_breaker.h"
#include "reconcile/rolling.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using domain::StabilityStatus;
using domain::TaskSet;
using domain::TaskSetStatus;

/// ceil(desiredCount × scale / 100); what is left of a fraction by floating point is no task.
int count_of(TaskSet const& set, int desired_count) {
  if (set.status == TaskSetStatus::Draining) return 0;
  return static_cast<int>(std::ceil(desired_count * set.scale_percent / 100.0 - 1e-6));
}

void take_count(ServiceDraft& draft, TaskSet& set) {
  int const count = count_of(set, draft.service().desired_count);
  if (set.computed_desired_count == count) return;
  set.computed_desired_count = count;
  set.updated_at = draft.now();
  set.consecutive_failures = 0;
  set.not_before.reset();
  draft.disturb();
}

bool note_stability(ServiceDraft& draft, TaskSet& set) {
  bool const is_steady = draft.bucket(set.id).is_exactly(set.computed_desired_count);
  auto const stability = is_steady ? StabilityStatus::SteadyState : StabilityStatus::Stabilizing;
  if (set.stability == stability) return is_steady;
  set.stability = stability;
  set.stability_at = draft.now();
  if (is_steady) draft.tell(event::steady_state({draft.name(), set.id}));
  return is_steady;
}

}  // namespace

bool scale_task_sets(ServiceDraft& draft) {
  auto& sets = draft.service().task_sets;
  bool all_steady = !sets.empty();
  for (TaskSet& set : sets) {
    count_failures(set, draft.scene().ended, draft.bucket(set.id).all(), draft.now());
    take_count(draft, set);
    if (set.status == TaskSetStatus::Draining)
      draft.stop_all(draft.bucket(set.id).all());  // deleted: nobody's protection is asked
    else
      maintain(draft, source_of(set), set.computed_desired_count);
    all_steady = note_stability(draft, set) && all_steady;
  }
  draft.stop_all(draft.bucket({}).all());  // of sets that are not there any more
  std::erase_if(sets, [&draft](TaskSet const& set) {
    return set.status == TaskSetStatus::Draining && draft.bucket(set.id).is_empty();
  });
  return all_steady && !draft.has_acted();
}

}  // namespace neargate::reconcile
