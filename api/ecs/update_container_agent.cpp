#include <charconv>
#include <tuple>

#include "api/ecs/container_instances.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "placement/local_instance.h"

namespace neargate::api::ecs {

namespace {

/// 1.105.1 as three numbers that compare.
std::tuple<int, int, int> version_numbers(std::string_view text) {
  int numbers[3] = {};
  for (int& number : numbers) {
    auto const end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
  }
  return {numbers[0], numbers[1], numbers[2]};
}

}  // namespace

/// The update waits (PENDING) for the agent to fetch it, as it does on AWS while an agent is not connected.
UpdateContainerAgentResponse update_container_agent(Call& call, UpdateContainerAgentRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  auto instance = require_container_instance(call, cluster, request.container_instance.value_or(""));
  if (instance.agent_version.empty())
    refuse(
        {MissingVersionException,
         "Amazon ECS can't determine the current version of the Amazon ECS container agent on the container "
         "instance and doesn't have enough information to proceed with an update."});
  ContainerInstance echoed = instance_document(instance.document);
  if (echoed.agent_update_status)
    refuse(
        {UpdateInProgressException,
         "There's already a current Amazon ECS container agent update in progress on the container instance "
         "that's specified."});
  if (version_numbers(instance.agent_version) >= version_numbers(placement::agent_version))
    refuse({NoUpdateAvailableException, "There's no update available for this Amazon ECS container agent."});
  echoed.agent_update_status = AgentUpdateStatus::Pending;
  instance.document = print_document(echoed);
  save_change(call, instance);
  return {.container_instance =
              instance_view(call, instance, fleet_of(call, cluster.name), InstanceTags::Hidden)};
}

}  // namespace neargate::api::ecs
