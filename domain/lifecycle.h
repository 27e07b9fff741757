#pragma once
// How a task and its containers may move, and what each move does to the row. Pure: the reconciler and
// StopTask both change tasks through these functions, so the rules stand once (ecs-tasks.md "States").

#include <string>

#include "domain/task.h"

namespace neargate::domain {

/// Whether AWS may show `to` right after `from`.
bool is_lawful_move(TaskStatus from, TaskStatus to);
bool is_lawful_move(ContainerStatus from, ContainerStatus to);

/// Moves the task; `version` grows when AWS reports the move by itself (DEACTIVATING and STOPPING come with
/// the request to stop, which was counted: PROVISIONING 1, PENDING 2, RUNNING 3, stop 4, … STOPPED 6).
void move_to(Task& task, TaskStatus status);

/// Sets desiredStatus STOPPED with its code, reason and stamp. A task that is already told to stop keeps its
/// first reason.
void request_stop(Task& task, StopCode code, std::string reason, Time now);

/// Every container has been started (it runs, or it has run): the task is RUNNING. An init container that has
/// exited does not hold its task back.
bool has_started(Task const& task);

/// The service scheduler's view: a task told to stop counts as neither.
bool counts_as_pending(Task const& task);
bool counts_as_running(Task const& task);

}  // namespace neargate::domain
