#pragma once
// Container instances as operations find and show them (ecs-control-plane.md "Container instances").

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "domain/cluster.h"
#include "domain/container_instance.h"
#include "gen/ecs/shapes.h"
#include "placement/fleet.h"

namespace neargate::api::ecs {

/// An instance that is not INACTIVE, by id or ARN. ClientException when there is none in the cluster.
domain::ContainerInstance require_container_instance(Call& call, domain::Cluster const& cluster,
                                                     std::string const& id_or_arn);
/// Any that is known, INACTIVE ones too. An id of another length than an id's is refused.
std::optional<domain::ContainerInstance> find_instance(Call& call, domain::ClusterName const& cluster,
                                                       std::string const& id_or_arn);
/// What `failures` shows for something that was named so.
std::string instance_failure_arn(Call const& call, domain::ClusterName const& cluster,
                                 std::string const& id_or_arn);

/// The cluster's instances with what its live tasks hold.
placement::Fleet fleet_of(Call& call, domain::ClusterName const& cluster);

enum class InstanceTags { Hidden, Shown };
ContainerInstance instance_view(Call& call, domain::ContainerInstance const& instance,
                                placement::Fleet const& fleet, InstanceTags tags);

/// What of an instance is only echoed: agentUpdateStatus.
ContainerInstance instance_document(std::string const& json);
std::string print_document(ContainerInstance const& echoed);

/// Writes a change that AWS counts.
void save_change(Call& call, domain::ContainerInstance& instance);

}  // namespace neargate::api::ecs
