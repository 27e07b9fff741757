#pragma once
// Tasks as answers show them (ecs-tasks.md "First answer", "States", "Attachments").

#include <string>

#include "api/call.h"
#include "domain/task.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// healthStatus is a member of DescribeTasks' answer alone; tags are an empty list unless they are shown.
enum class TaskHealth { Hidden, Shown };
enum class TaskTags { Hidden, Shown };

Task task_view(Call& call, domain::Task const& task, TaskHealth health, TaskTags tags);

/// The one attribute that every task has: what this machine is.
std::string cpu_architecture();

}  // namespace neargate::api::ecs
