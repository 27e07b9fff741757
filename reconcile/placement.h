#pragma once
// Where a service's next task goes, and which task goes first when there are too many.

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/service.h"
#include "domain/task.h"
#include "domain/task_definition.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

/// Host ports of this machine held by tasks of bridge and host mode: an EC2 task reserves them from PENDING
/// until STOPPED (ecs-tasks.md "Placement").
using HostPorts = std::set<std::pair<int, domain::Protocol>>;
HostPorts fixed_host_ports(domain::TaskDefinition const& definition);

struct Place {
  std::optional<domain::Subnet> subnet;  ///< under awsvpc
  std::string availability_zone;
};
/// The zone that holds the fewest of `tasks` (Fargate and ECS spread services over zones); nullopt when none
/// of the subnets is known.
std::optional<Place> choose_place(domain::Service const& service, domain::Deployment const& deployment,
                                  domain::TaskDefinition const& definition, Desired const& desired,
                                  std::vector<domain::Task const*> const& tasks);

/// The `count` tasks of `candidates` to stop: pending ones first, then one of the zone with most tasks again
/// and again, the oldest before the newest.
std::vector<domain::Task const*> choose_to_stop(std::vector<domain::Task const*> candidates, int count);

}  // namespace neargate::reconcile
