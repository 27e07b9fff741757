#pragma once
// Tags of tasks. Those of a service's task come from its deployment (propagated and managed tags) until
// somebody tags the task itself; from then on they are rows like any other resource's. The scheduler that
// starts the task knows no tags.

#include "api/call.h"
#include "domain/task.h"
#include "state/tags.h"

namespace neargate::api::ecs {

state::TagList task_tags(Call& call, domain::Task const& task);
/// Makes the task's tags rows of their own, so that they can be changed.
void settle_task_tags(Call& call, domain::Task& task);

}  // namespace neargate::api::ecs
