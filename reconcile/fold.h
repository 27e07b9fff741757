#pragma once
// Observations become rows: what Docker shows of a task's containers is folded into their statuses and the
// task's, and a task whose essential container ended decides to stop. Pure.

#include "domain/task.h"
#include "domain/task_definition.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

void fold(domain::Task& task, domain::TaskDefinition const& definition, Observed const& observed,
          domain::Time now);

}  // namespace neargate::reconcile
