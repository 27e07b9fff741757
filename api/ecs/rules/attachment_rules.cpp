// What a service is attached to: load balancers, registries, Service Connect, volumes.

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/documents.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/service_rules.h"

namespace neargate::api::ecs {

namespace {

std::optional<Refusal> load_balancer_refused(LoadBalancer const& balancer,
                                             domain::TaskDefinition const& definition,
                                             domain::LaunchType type) {
  bool const classic = !balancer.load_balancer_name.value_or("").empty();
  if (classic && !balancer.target_group_arn.value_or("").empty())
    return invalid("loadBalancerName and targetGroupArn cannot both be specified");
  if (classic && type == domain::LaunchType::Fargate)
    return invalid("Classic Load Balancers are not supported with Fargate.");
  std::string const name = balancer.container_name.value_or("");
  auto const container = std::ranges::find(definition.containers, name, &domain::ContainerDefinition::name);
  if (container == definition.containers.end())
    return invalid(fmt::format("The container {} does not exist in the task definition.", name));
  int const port = balancer.container_port.value_or(0);
  if (std::ranges::find(container->port_mappings, port, &domain::PortMapping::container_port) ==
      container->port_mappings.end())
    return invalid(fmt::format("The container {} did not have a container port {} defined.", name, port));
  return std::nullopt;
}

bool has_port_name(TaskDefinition const& definition, std::string const& name) {
  return std::ranges::any_of(
      items(definition.container_definitions), [&](ContainerDefinition const& container) {
        auto const& mappings = items(container.port_mappings);
        return std::ranges::any_of(mappings,
                                   [&](PortMapping const& mapping) { return mapping.name == name; });
      });
}

}  // namespace

std::optional<Refusal> load_balancers_refused(std::vector<LoadBalancer> const& balancers,
                                              domain::TaskDefinition const& definition,
                                              domain::LaunchType type) {
  if (balancers.size() > 5) return invalid("load balancers can have at most 5 items.");
  for (LoadBalancer const& balancer : balancers)
    if (auto refusal = load_balancer_refused(balancer, definition, type)) return refusal;
  return std::nullopt;
}

std::optional<Refusal> registries_refused(std::vector<ServiceRegistry> const& registries,
                                          domain::TaskDefinition const& definition) {
  if (definition.network_mode != domain::NetworkMode::Awsvpc) return std::nullopt;
  for (ServiceRegistry const& registry : registries)
    if (!registry.container_name.value_or("").empty() || registry.container_port.value_or(0) != 0)
      return invalid(
          "The values specified for serviceRegistries do not require a value for 'containerPort' or "
          "'containerName'. "
          "Remove the values and try again.");
  return std::nullopt;
}

std::optional<Refusal> service_connect_refused(
    wire::Optional<ServiceConnectConfiguration> const& configuration,
    domain::TaskDefinition const& definition, bool cluster_has_namespace) {
  if (!configuration || !configuration->enabled.value_or(false)) return std::nullopt;
  if (configuration->namespace_.value_or("").empty() && !cluster_has_namespace)
    return invalid("Namespace is missing");
  TaskDefinition const recipe = task_definition_document(definition.document);
  for (ServiceConnectService const& service : items(configuration->services)) {
    if (!has_port_name(recipe, service.port_name.value_or("")))
      return invalid(
          fmt::format("portName({}) does not refer to any named PortMapping in the container definitions",
                      service.port_name.value_or("")));
    if (auto const count = items(service.client_aliases).size(); count > 1)
      return invalid(fmt::format("{} clientAliases exceeds the max limit of 1", count));
  }
  return std::nullopt;
}

std::optional<Refusal> launch_volume_refused(std::string const& name, bool has_size,
                                             domain::TaskDefinition const& definition) {
  TaskDefinition const recipe = task_definition_document(definition.document);
  bool const known = std::ranges::any_of(items(recipe.volumes), [&](Volume const& volume) {
    return volume.name == name && volume.configured_at_launch.value_or(false);
  });
  if (!known)
    return invalid(
        fmt::format("The volume name '{}' in your request does not have a matching volume in your Task "
                    "Definition. Specify a matching volume and try again.",
                    name));
  if (!has_size)
    return invalid(
        "The ECS managed EBS volume configuration was invalid. Specify a volume size or a snapshot and try "
        "again.");
  return std::nullopt;
}

}  // namespace neargate::api::ecs
