#include "reconcile/rollback.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/words.h"
#include "reconcile/records.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using domain::Deployment;
using domain::DeploymentStatus;
using domain::DeploymentStrategy;
using domain::RolloutState;
using domain::ServiceDeployment;
using domain::ServiceDeploymentStatus;

constexpr char const* no_candidate = " There is no rollback candidate.";

bool is_staged(ServiceDeployment const& record) {
  return record.configuration.strategy != DeploymentStrategy::Rolling;
}

/// A deployment of its own with the old one's members, as ROLLING does it.
Deployment copy_of(Deployment const& target, ServiceDraft& draft) {
  Deployment back;
  back.id = draft.mint().deployment_id();
  back.task_definition = target.task_definition;
  back.launch_type = target.launch_type;
  back.capacity_providers = target.capacity_providers;
  back.network = target.network;
  back.created_at = draft.now();
  draft.copy_revision(target.id, back.id);
  return back;
}

/// The service is what its primary deployment is.
void follow(domain::Service& service, Deployment const& primary) {
  service.task_definition = primary.task_definition;
  if (primary.network) service.network = primary.network;
  service.launch_type = primary.launch_type ? primary.launch_type : service.launch_type;
  service.capacity_providers = primary.capacity_providers;
}

void take_over(ServiceDraft& draft, Deployment back, ServiceDeployment const& record,
               domain::DeploymentId const& target) {
  domain::Service& service = draft.service();
  back.status = DeploymentStatus::Primary;
  back.service_deployment = record.id;
  back.desired_count = service.desired_count;
  back.rollout_state = RolloutState::InProgress;
  back.rollout_reason = rollout_reason::rolling_back(target);
  back.updated_at = draft.now();
  back.stage.reset();
  back.stage_since.reset();
  back.traffic_percent = is_staged(record) ? 100 : 0;  // what has been shifted comes back at once
  Deployment& failed = draft.primary();
  failed.status = DeploymentStatus::Active;
  failed.traffic_percent = 0;
  std::erase_if(service.deployments, [&back](Deployment const& one) { return one.id == back.id; });
  follow(service, back);
  service.deployments.insert(service.deployments.begin(), std::move(back));
}

}  // namespace

namespace rollback_reason {

std::string by_hook(domain::LifecycleStage stage, std::string const& target, std::string const& outcome) {
  return fmt::format(
      "Service deployment rolled back because {} lifecycle hook(s) failed. Lifecycle hook target {} {}.",
      domain::word(stage), target, outcome);
}

}  // namespace rollback_reason

void fail_deployment(ServiceDraft& draft, std::string reason) {
  Deployment& primary = draft.primary();
  primary.rollout_state = RolloutState::Failed;
  primary.rollout_reason = std::move(reason);
  primary.updated_at = draft.now();
  draft.disturb();
}

Deployment* find_rollback_target(ServiceDraft& draft) {
  auto& deployments = draft.service().deployments;
  auto const found = std::ranges::find_if(deployments, [](Deployment const& one) {
    return one.status != DeploymentStatus::Primary && one.rollout_state == RolloutState::Completed;
  });
  return found == deployments.end() ? nullptr : &*found;
}

void roll_back(ServiceDraft& draft, std::string const& why) {
  ServiceDeployment* const record = draft.find_record();
  Deployment const* const target = find_rollback_target(draft);
  record->rollback_reason = why;
  if (target == nullptr)
    return end_record(*record, ServiceDeploymentStatus::RollbackFailed, why + no_candidate, draft.now());
  draft.tell(event::rolling_back(draft.name(), target->id));
  record->status = ServiceDeploymentStatus::RollbackInProgress;
  record->status_reason = why;
  record->rollback_to = target->id;
  record->rollback_at = draft.now();
  record->failure_count = 0;
  record->pauses.clear();
  // A staged strategy goes back to tasks that still run; else they are started anew.
  bool const still_runs = is_staged(*record) && draft.bucket(target->id).live() > 0;
  domain::DeploymentId const target_id = target->id;
  take_over(draft, still_runs ? *target : copy_of(*target, draft), *record, target_id);
}

void forget_old_deployments(ServiceDraft& draft) {
  auto const is_empty = [&draft](Deployment const& one) {
    return one.status != DeploymentStatus::Primary && draft.bucket(one.id).is_empty();
  };
  bool const is_settled = draft.primary().rollout_state == RolloutState::Completed;
  Deployment* const target = is_settled ? nullptr : find_rollback_target(draft);
  if (target != nullptr && is_empty(*target)) target->status = DeploymentStatus::Inactive;
  domain::DeploymentId const kept = target != nullptr ? target->id : domain::DeploymentId{};
  std::erase_if(draft.service().deployments,
                [&](Deployment const& one) { return is_empty(one) && one.id != kept; });
}

}  // namespace neargate::reconcile
