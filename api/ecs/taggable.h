#pragma once
// The resource that a tag operation names, and that it is there (ecs-control-plane.md "Tags").

#include <optional>
#include <string>

#include "api/call.h"
#include "domain/task.h"

namespace neargate::api::ecs {

enum class TaggableKind {
  Cluster,
  Service,
  Task,
  TaskDefinition,
  CapacityProvider,
  ContainerInstance,
  TaskSet
};

struct Taggable {
  TaggableKind kind = TaggableKind::Cluster;
  std::string arn;
  std::optional<domain::Task> task;           ///< of a Task
  std::optional<domain::ServiceKey> service;  ///< of a Service
};

/// Refuses what is no ARN of this account and region, what does not exist, and what cannot carry tags.
Taggable require_taggable(Call& call, std::string const& arn);

}  // namespace neargate::api::ecs
