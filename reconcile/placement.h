#pragma once
// Where the interface and the zone of a service's next task are.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/service.h"
#include "domain/task.h"
#include "domain/task_definition.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

struct PlaceDemand {
  domain::Scope scope;
  std::optional<domain::NetworkConfiguration> network;
  domain::NetworkMode mode = domain::NetworkMode::Awsvpc;
  std::string zone;  ///< of its container instance; empty: any
};

struct Place {
  std::optional<domain::Subnet> subnet;  ///< under awsvpc
  std::string availability_zone;
};
/// The zone that holds the fewest tasks by `zones` (Fargate and ECS spread services over zones); nullopt when
/// none of the subnets is known, or is where the instance is.
std::optional<Place> choose_place(PlaceDemand const& demand, Desired const& desired,
                                  std::map<std::string, int> const& zones);

}  // namespace neargate::reconcile
