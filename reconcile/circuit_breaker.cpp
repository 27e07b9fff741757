#include "reconcile/circuit_breaker.h"

#include <algorithm>

#include "domain/lifecycle.h"

namespace neargate::reconcile {

namespace {

using namespace std::chrono_literals;

constexpr int threshold_min = 3, threshold_max = 200;
constexpr std::chrono::milliseconds healthy_after = 40s;
constexpr int free_rounds = 3;  // as many as the smallest threshold, so that a breaker trips without waiting
constexpr std::chrono::milliseconds back_off_max = 15min;

/// It was started after the last failure's back-off and has stayed: what failed before is over.
bool is_proof_of_recovery(domain::Task const& task, domain::Deployment const& deployment, domain::Time now) {
  return domain::counts_as_running(task) && task.started_at && now - *task.started_at >= healthy_after &&
         (!deployment.not_before || task.created_at >= *deployment.not_before);
}

}  // namespace

int circuit_breaker_threshold(int desired_count) {
  return std::clamp((desired_count + 1) / 2, threshold_min, threshold_max);
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

void count_failures(domain::Deployment& deployment, std::vector<domain::Task const*> const& ended,
                    std::vector<domain::Task const*> const& tasks, domain::Time now) {
  bool is_new_round = false;
  for (domain::Task const* const task : ended) {
    if (task->deployment != deployment.id || !is_failed_start(*task)) continue;
    if (deployment.rollout_state == domain::RolloutState::InProgress) ++deployment.failed_tasks;
    // Tasks of one batch fail together: only those tried since the last round make another.
    is_new_round = is_new_round || !deployment.not_before || task->created_at >= *deployment.not_before;
  }
  if (!is_new_round) return;
  bool const recovered = std::ranges::any_of(
      tasks, [&](domain::Task const* task) { return is_proof_of_recovery(*task, deployment, now); });
  deployment.consecutive_failures = recovered ? 1 : deployment.consecutive_failures + 1;
  deployment.not_before = now + start_back_off(deployment.consecutive_failures);
}

void forgive_failures(domain::Deployment& deployment, std::vector<domain::Task const*> const& tasks) {
  if (deployment.failed_tasks == 0 || deployment.rollout_state != domain::RolloutState::InProgress) return;
  if (std::ranges::any_of(tasks, [](domain::Task const* task) { return domain::counts_as_running(*task); }))
    deployment.failed_tasks = 0;
}

}  // namespace neargate::reconcile
