#include "reconcile/circuit_breaker.h"

#include <algorithm>
#include <climits>
#include <cstdint>

#include "domain/lifecycle.h"
#include "reconcile/records.h"
#include "reconcile/rollback.h"
#include "reconcile/service_events.h"

namespace neargate::reconcile {

namespace {

using namespace std::chrono_literals;

constexpr int threshold_min = 3, threshold_max = 200;
constexpr std::chrono::milliseconds healthy_after = 40s;
constexpr int free_rounds = 3;  // as many as the smallest threshold, so that a breaker trips without waiting
constexpr std::chrono::milliseconds back_off_max = 15min;
constexpr char const* stopped_by_breaker =
    "Service deployment stopped because the circuit breaker threshold was exceeded.";

/// It was started after the last failure's back-off and has stayed: what failed before is over.
bool is_proof_of_recovery(domain::Task const& task, std::optional<domain::Time> const& not_before,
                          domain::Time now) {
  return domain::counts_as_running(task) && task.started_at && now - *task.started_at >= healthy_after &&
         (!not_before || task.created_at >= *not_before);
}

/// How many of `ended` failed to start. One that failed ends a round: `Source` is a deployment or a task set.
template <class Source>
int space_out(Source& source, Tasks const& ended, Tasks const& tasks, domain::Time now) {
  int failures = 0;
  bool is_new_round = false;
  for (domain::Task const* const task : ended) {
    if (task->deployment != source.id || !is_failed_start(*task)) continue;
    ++failures;
    // Tasks of one batch fail together: only those tried since the last round make another.
    is_new_round = is_new_round || !source.not_before || task->created_at >= *source.not_before;
  }
  if (!is_new_round) return failures;
  bool const recovered = std::ranges::any_of(
      tasks, [&](domain::Task const* task) { return is_proof_of_recovery(*task, source.not_before, now); });
  source.consecutive_failures = recovered ? 1 : source.consecutive_failures + 1;
  source.not_before = now + start_back_off(source.consecutive_failures);
  return failures;
}

bool is_of(domain::Task const& task, domain::Deployment const& deployment) {
  return task.deployment == deployment.id;
}

/// What is tried no more, and what becomes of it.
void trip(ServiceDraft& draft, domain::ServiceDeployment& record) {
  bool const was_rolling_back = record.status == domain::ServiceDeploymentStatus::RollbackInProgress;
  record.breaker = domain::CircuitBreakerStatus::Triggered;
  draft.tell(event::deployment_failed(draft.name(), draft.primary().id));
  fail_deployment(draft, rollout_reason::failed);
  if (was_rolling_back)
    end_record(record, domain::ServiceDeploymentStatus::RollbackFailed, "", draft.now());
  else if (draft.service().deployment_configuration.rollback)
    roll_back(draft, rollback_reason::by_breaker);
  else
    end_record(record, domain::ServiceDeploymentStatus::Stopped, stopped_by_breaker, draft.now());
}

}  // namespace

int breaker_threshold(domain::DeploymentConfiguration const& configuration, int desired_count) {
  std::int64_t const hundredths = std::int64_t{desired_count} * configuration.threshold_value;
  int const share = static_cast<int>(std::min<std::int64_t>((hundredths + 99) / 100, INT_MAX));
  switch (configuration.threshold_type) {
    case domain::ThresholdType::BoundedPercent:
      return std::clamp(share, threshold_min, threshold_max);
    case domain::ThresholdType::UnboundedPercent:
      return std::max(share, 1);
    case domain::ThresholdType::Count:
      return std::max(configuration.threshold_value, 1);
  }
  return threshold_min;
}

std::chrono::milliseconds start_back_off(int rounds) {
  if (rounds < free_rounds) return 0ms;
  int const doublings = std::min(rounds - free_rounds, 20);
  return std::min<std::chrono::milliseconds>(1s * (1 << doublings), back_off_max);
}

bool is_failed_start(domain::Task const& ended) {
  if (ended.stop_code == domain::StopCode::TaskFailedToStart) return true;
  if (ended.stop_code != domain::StopCode::EssentialContainerExited) return false;
  if (!ended.started_at) return true;
  return ended.execution_stopped_at.value_or(*ended.started_at) - *ended.started_at < healthy_after;
}

void count_failures(domain::Deployment& deployment, Tasks const& ended, Tasks const& tasks,
                    domain::Time now) {
  int const failures = space_out(deployment, ended, tasks, now);
  if (deployment.rollout_state == domain::RolloutState::InProgress) deployment.failed_tasks += failures;
}

void count_failures(domain::TaskSet& set, Tasks const& ended, Tasks const& tasks, domain::Time now) {
  space_out(set, ended, tasks, now);
}

void count_unhealthy(ServiceDraft& draft, domain::DeploymentId const& deployment, int tasks) {
  for (auto& one : draft.service().deployments)
    if (one.id == deployment && one.rollout_state == domain::RolloutState::InProgress)
      one.failed_tasks += tasks;
  if (auto* const record = draft.find_record(); record != nullptr && deployment == draft.primary().id)
    record->failure_count += tasks;
}

void watch_breaker(ServiceDraft& draft) {
  domain::Deployment const& primary = draft.primary();
  domain::ServiceDeployment* const record = draft.find_record();
  if (record == nullptr || primary.rollout_state != domain::RolloutState::InProgress) return;
  Bucket const& own = draft.bucket(primary.id);
  bool const is_first_stage = own.healthy.empty() && own.warming.empty() && own.unhealthy.empty();
  if (draft.service().deployment_configuration.reset_on_healthy_task)
    for (domain::Task const* const task : draft.scene().recovered)
      if (is_of(*task, primary)) record->failure_count = 0;
  if (is_first_stage)
    for (domain::Task const* const task : draft.scene().ended)
      if (is_of(*task, primary) && is_failed_start(*task)) ++record->failure_count;
  bool const has_tripped =
      draft.service().deployment_configuration.circuit_breaker && record->failure_count >= record->threshold;
  if (has_tripped) trip(draft, *record);
}

}  // namespace neargate::reconcile
