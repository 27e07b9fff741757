#pragma once
// Tasks that do not stay up: back-off between attempts, and the deployment circuit breaker (ecs-services.md
// "Back-off", "Circuit breaker").

#include <chrono>
#include <vector>

#include "domain/service.h"
#include "domain/task.h"
#include "reconcile/service_draft.h"

namespace neargate::reconcile {

/// Of BOUNDED_PERCENT, the default (50): clamp(ceil(0.5 × desiredCount), 3, 200). The others are taken as
/// they are, 1 at least.
int breaker_threshold(domain::DeploymentConfiguration const& configuration, int desired_count);

/// How long to wait after that many rounds of failed starts in a row.
std::chrono::milliseconds start_back_off(int rounds);

/// Whether a task that ended by itself counts as one that failed to start: it never ran, or it ended before
/// AWS would have called it healthy (40 s after RUNNING without health checks). It is a comparison of two
/// stamps; nothing ever waits those 40 s.
bool is_failed_start(domain::Task const& ended);

/// Counts the tasks of one deployment (or task set) that ended by themselves in this tick: failedTasks, and
/// the rounds that space out the next attempts. `tasks` are its live ones.
void count_failures(domain::Deployment& deployment, std::vector<domain::Task const*> const& ended,
                    std::vector<domain::Task const*> const& tasks, domain::Time now);
void count_failures(domain::TaskSet& set, std::vector<domain::Task const*> const& ended,
                    std::vector<domain::Task const*> const& tasks, domain::Time now);

/// Of the primary deployment, while it is in progress. Stage 1: tasks that fail before any of its tasks runs
/// add to the count. Stage 2: tasks whose health checks fail do (rolling.h adds those). A task that becomes
/// healthy brings it back to zero, unless resetOnHealthyTask is false. At the threshold the deployment has
/// failed.
void watch_breaker(ServiceDraft& draft);

/// A task of the deployment is about to be replaced because its health checks failed.
void count_unhealthy(ServiceDraft& draft, domain::DeploymentId const& deployment, int tasks);

}  // namespace neargate::reconcile
