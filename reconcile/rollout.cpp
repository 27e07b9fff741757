#include "reconcile/rollout.h"

#include "reconcile/circuit_breaker.h"
#include "reconcile/daemon.h"
#include "reconcile/records.h"
#include "reconcile/rollback.h"
#include "reconcile/rolling.h"
#include "reconcile/service_draft.h"
#include "reconcile/service_events.h"
#include "reconcile/staged.h"
#include "reconcile/task_sets.h"

namespace neargate::reconcile {

namespace {

using domain::Deployment;
using domain::RolloutState;

constexpr std::chrono::hours steady_event_every{6};

/// The scheduler's answer to create and update: until it has run, a deployment's desiredCount is 0.
void take_desired_count(ServiceDraft& draft) {
  domain::Service& service = draft.service();
  Deployment& primary = draft.primary();
  if (service.scheduling == domain::SchedulingStrategy::Daemon) service.desired_count = count_daemons(draft);
  if (primary.rollout_reason.empty()) primary.rollout_reason = rollout_reason::in_progress(primary.id);
  if (primary.desired_count == service.desired_count) return;
  primary.desired_count = service.desired_count;
  primary.updated_at = draft.now();
  primary.consecutive_failures = 0;  // any update ends the back-off
  primary.not_before.reset();
  draft.disturb();
}

void judge_failures(ServiceDraft& draft) {
  for (auto& deployment : draft.service().deployments)
    count_failures(deployment, draft.scene().ended, draft.bucket(deployment.id).all(), draft.now());
  watch_breaker(draft);
}

bool is_settled(ServiceDraft& draft) {
  Deployment const& primary = draft.primary();
  return !draft.has_acted() && has_passed_stages(draft) && primary.rollout_state != RolloutState::Failed &&
         draft.others(primary.id).is_empty() &&
         draft.bucket(primary.id).is_exactly(draft.service().desired_count);
}

void complete(ServiceDraft& draft, Deployment& primary) {
  primary.rollout_state = RolloutState::Completed;
  primary.rollout_reason = rollout_reason::completed(primary.id);
  primary.updated_at = draft.now();
  draft.tell(event::deployment_completed(draft.name(), primary.id));
  auto* const record = draft.find_record();
  if (record == nullptr) return;
  bool const is_rollback = record->status == domain::ServiceDeploymentStatus::RollbackInProgress;
  end_record(*record,
             is_rollback ? domain::ServiceDeploymentStatus::RollbackSuccessful
                         : domain::ServiceDeploymentStatus::Successful,
             "", draft.now());
}

void stay_steady(ServiceDraft& draft) {
  domain::Service& service = draft.service();
  if (!service.steady_since || draft.now() - *service.steady_since >= steady_event_every) {
    service.steady_since = draft.now();
    draft.tell(event::steady_state({draft.name()}));
  }
  draft.wake_by(*service.steady_since + steady_event_every);
}

/// Old deployments leave the list with their last task; then the rollout is complete and the service steady.
void conclude(ServiceDraft& draft) {
  bool const settled = is_settled(draft);
  if (Deployment& primary = draft.primary(); settled && primary.rollout_state == RolloutState::InProgress)
    complete(draft, primary);
  forget_old_deployments(draft);
  if (settled)
    stay_steady(draft);
  else
    draft.disturb();
}

void deploy(ServiceDraft& draft) {
  take_desired_count(draft);
  keep_record(draft);
  judge_failures(draft);
  obey_requests(draft);
  if (draft.service().scheduling == domain::SchedulingStrategy::Daemon)
    place_daemons(draft);
  else if (is_staged(draft))
    advance_stages(draft);
  else
    roll(draft);
  conclude(draft);
}

void keep_task_sets(ServiceDraft& draft) {
  end_all_records(draft);
  if (scale_task_sets(draft))
    stay_steady(draft);
  else
    draft.disturb();
}

/// DRAINING: everything goes; INACTIVE once the last task is STOPPED.
void drain(ServiceDraft& draft) {
  domain::Service& service = draft.service();
  Bucket const all = draft.others({});
  draft.stop_all(all.all());
  draft.stop_all(draft.bucket({}).all());
  end_all_records(draft);
  for (auto& deployment : service.deployments) deployment.desired_count = 0;
  draft.disturb();
  if (!draft.scene().tasks.empty()) return;
  service.status = domain::ServiceStatus::Inactive;
  service.deployments.clear();
  service.task_sets.clear();
}

}  // namespace

Rollout roll_out(ServiceScene const& scene, domain::Mint& mint) {
  ServiceDraft draft(scene, mint);
  if (draft.service().status == domain::ServiceStatus::Draining)
    drain(draft);
  else if (draft.service().controller != domain::DeploymentController::Ecs)
    keep_task_sets(draft);
  else if (draft.find_primary() != nullptr)
    deploy(draft);
  return draft.finish();
}

}  // namespace neargate::reconcile
