#include "reconcile/records.h"

#include "reconcile/circuit_breaker.h"
#include "reconcile/rollback.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using domain::CircuitBreakerStatus;
using domain::ServiceDeployment;
using domain::ServiceDeploymentStatus;

ServiceDeployment open_record(ServiceDraft& draft, domain::Deployment const& primary) {
  ServiceDeployment record;
  record.service = draft.service().key;
  record.id = draft.mint().service_deployment_id();
  record.target = primary.id;
  for (auto const& other : draft.service().deployments)
    if (other.id != primary.id && draft.bucket(other.id).live() > 0) record.sources.push_back(other.id);
  record.status = ServiceDeploymentStatus::InProgress;
  record.configuration = draft.service().deployment_configuration;
  record.created_at = primary.created_at;
  record.started_at = draft.now();
  return record;
}

void watch(ServiceDraft& draft, ServiceDeployment& record) {
  auto const& configuration = draft.service().deployment_configuration;
  record.threshold =
      configuration.circuit_breaker ? breaker_threshold(configuration, draft.service().desired_count) : 0;
  if (record.breaker == CircuitBreakerStatus::Triggered) return;
  record.breaker =
      configuration.circuit_breaker ? CircuitBreakerStatus::Monitoring : CircuitBreakerStatus::Disabled;
}

}  // namespace

void end_record(ServiceDeployment& record, ServiceDeploymentStatus status, std::string reason,
                domain::Time now) {
  record.status = status;
  if (!reason.empty()) record.status_reason = std::move(reason);
  record.finished_at = now;
  if (status == ServiceDeploymentStatus::Stopped) record.stopped_at = now;
  if (record.breaker == CircuitBreakerStatus::Monitoring)
    record.breaker = CircuitBreakerStatus::MonitoringComplete;
  record.pauses.clear();
}

void keep_record(ServiceDraft& draft) {
  domain::Deployment& primary = draft.primary();
  bool const is_new =
      primary.service_deployment.empty() && primary.rollout_state == domain::RolloutState::InProgress;
  if (is_new) {
    ServiceDeployment record = open_record(draft, primary);
    primary.service_deployment = record.id;
    draft.records().push_back(std::move(record));
  }
  for (auto& record : draft.records())
    if (!record.finished_at && record.id != primary.service_deployment)
      end_record(record, ServiceDeploymentStatus::Stopped, "", draft.now());
  if (auto* const record = draft.find_record()) watch(draft, *record);
}

void obey_requests(ServiceDraft& draft) {
  ServiceDeployment* const record = draft.find_record();
  if (record == nullptr) return;
  if (record->status == ServiceDeploymentStatus::StopRequested) {
    fail_deployment(draft, rollout_reason::stopped_by_user);
    end_record(*record, ServiceDeploymentStatus::Stopped, "", draft.now());
  } else if (record->status == ServiceDeploymentStatus::RollbackRequested) {
    fail_deployment(draft, rollout_reason::rolled_back_by_user);
    roll_back(draft, rollback_reason::by_user);
  }
}

void end_all_records(ServiceDraft& draft) {
  for (auto& record : draft.records())
    if (!record.finished_at) end_record(record, ServiceDeploymentStatus::Stopped, "", draft.now());
}

}  // namespace neargate::reconcile
