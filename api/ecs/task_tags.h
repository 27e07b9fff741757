#pragma once
// Tags of tasks. Those of a service's task come from its revision (propagated and managed tags) until
// somebody tags the task itself or the service changes what it propagates; from then on they are rows like
// any other resource's. The scheduler that starts the task knows no tags.

#include "api/call.h"
#include "domain/task.h"
#include "state/tags.h"

namespace neargate::api::ecs {

state::TagList task_tags(Call& call, domain::Task const& task);
/// Makes what the task shows of its revision its own, so that either can change.
void settle_task_tags(Call& call, domain::Task& task);

}  // namespace neargate::api::ecs
