#pragma once
// The containers and attachments of a task as answers show them.

#include <vector>

#include "domain/task.h"
#include "domain/task_definition.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

std::vector<Container> container_views(domain::Task const& task, domain::TaskDefinition const& definition);
std::vector<Attachment> attachment_views(domain::Task const& task);

}  // namespace neargate::api::ecs
