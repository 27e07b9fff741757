#include "placement/facts.h"

#include "placement/fleet.h"

namespace neargate::placement {

std::optional<std::vector<std::string>> Facts::values(std::string_view name) const {
  using List = std::vector<std::string>;
  if (name.starts_with("attribute:")) {
    auto value = attribute_of(instance_, name.substr(name.find(':') + 1));
    return value ? std::optional(List{*std::move(value)}) : std::nullopt;
  }
  if (name == "agentConnected") return List{instance_.agent_connected ? "true" : "false"};
  if (name == "agentVersion") return List{instance_.agent_version};
  if (name == "ec2InstanceId") return List{instance_.ec2_instance_id};
  if (name == "registeredAt") return List{std::to_string(instance_.registered_at.time_since_epoch().count())};
  if (name == "runningTasksCount") return List{std::to_string(running_tasks_)};
  if (name == "task:group") return groups_;
  return std::nullopt;
}

}  // namespace neargate::placement
