#pragma once
// From a container definition to what Docker is asked to create (ecs-task-runtime.md "Container definition
// fields", "Network modes", "Environment").

#include <string>

#include "docker/engine.h"
#include "domain/task.h"
#include "domain/task_definition.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

/// The agent's own name for the container that holds the namespace.
inline constexpr char const* pause_name = "~internal~ecs~pause";

/// What marks a container as ours and says whose it is, with the definition's dockerLabels.
docker::Labels container_labels(domain::Task const& task, domain::ContainerDefinition const& container,
                                Settings const& settings);

/// `image`: what Docker is told; `pause_id`: Docker id of the pause container, empty when the task has none.
docker::ContainerSpec container_spec(domain::Task const& task, domain::TaskDefinition const& definition,
                                     domain::ContainerDefinition const& container, std::string const& image,
                                     std::string const& pause_id, Settings const& settings);

docker::ContainerSpec pause_spec(domain::Task const& task, domain::TaskDefinition const& definition,
                                 Settings const& settings);

/// The bindings that DescribeTasks tells: none under awsvpc.
std::vector<domain::NetworkBinding> network_bindings(domain::Task const& task,
                                                     domain::ContainerDefinition const& container,
                                                     docker::ContainerState const& state);

}  // namespace neargate::reconcile
