#pragma once
// Task definitions whose deletion was asked for go once nothing refers to them.

#include "domain/clock.h"
#include "state/database.h"

namespace neargate::state {

/// Removes DELETE_IN_PROGRESS definitions whose deletion was asked for before `before` and that no task,
/// service or task set refers to, STOPPED tasks included; returns how many.
int sweep_task_definitions(Database& db, domain::Time before);

}  // namespace neargate::state
