#include "api/ecs/registration_defaults.h"

#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/task_size.h"

namespace neargate::api::ecs {

namespace {

template <class T>
void default_to(wire::Optional<T>& member, T value) {
  if (!member) member = std::move(value);
}

/// Lists that come back empty rather than absent.
template <class T>
void default_to_empty(wire::Optional<std::vector<T>>& list) {
  if (!list) list.emplace();
}

PortMapping with_defaults(PortMapping mapping, wire::Optional<NetworkMode> const& mode) {
  default_to(mapping.protocol, TransportProtocol::Tcp);
  if (mapping.container_port_range) return mapping;
  bool const same_port = mode == NetworkMode::Awsvpc || mode == NetworkMode::Host;
  if (same_port && mapping.host_port.value_or(0) == 0) mapping.host_port = mapping.container_port;
  default_to(mapping.host_port, 0);
  return mapping;
}

/// The Go SDK sends unset numbers as 0, which no health check may have.
void default_positive(wire::Optional<int>& member, int value) {
  if (member.value_or(0) == 0) member = value;
}

ContainerDefinition with_defaults(ContainerDefinition container, wire::Optional<NetworkMode> const& mode) {
  default_to(container.cpu, 0);
  default_to(container.essential, true);
  default_to_empty(container.port_mappings);
  default_to_empty(container.environment);
  default_to_empty(container.mount_points);
  default_to_empty(container.volumes_from);
  default_to_empty(container.system_controls);
  for (PortMapping& mapping : *container.port_mappings) mapping = with_defaults(mapping, mode);
  if (container.health_check) {
    default_positive(container.health_check->interval, 30);
    default_positive(container.health_check->timeout, 5);
    default_positive(container.health_check->retries, 3);
  }
  // Memory 0 is how the Go SDK says "not given".
  if (container.memory == 0) container.memory.reset();
  if (container.memory_reservation == 0) container.memory_reservation.reset();
  return container;
}

Volume with_defaults(Volume volume) {
  if (volume.docker_volume_configuration) {
    default_to(volume.docker_volume_configuration->scope, Scope::Task);
    default_to(volume.docker_volume_configuration->driver, std::string("local"));
  }
  if (volume.efs_volume_configuration)
    default_to(volume.efs_volume_configuration->root_directory, std::string("/"));
  return volume;
}

wire::Optional<std::string> given(wire::Optional<std::string> const& text) {
  if (text && !text->empty()) return text;
  return std::nullopt;
}

template <class T>
wire::Optional<std::vector<T>> given(wire::Optional<std::vector<T>> const& list) {
  if (list && !list->empty()) return list;
  return std::nullopt;
}

}  // namespace

TaskDefinition defined_by(RegisterTaskDefinitionRequest const& request) {
  TaskDefinition definition;
  definition.family = request.family;
  definition.network_mode = request.network_mode;
  definition.task_role_arn = given(request.task_role_arn);
  definition.execution_role_arn = given(request.execution_role_arn);
  definition.pid_mode = request.pid_mode;
  definition.ipc_mode = request.ipc_mode;
  definition.proxy_configuration = request.proxy_configuration;
  definition.runtime_platform = request.runtime_platform;
  definition.ephemeral_storage = request.ephemeral_storage;
  definition.enable_fault_injection = request.enable_fault_injection;
  definition.requires_compatibilities = given(request.requires_compatibilities);
  if (request.cpu) definition.cpu = std::to_string(parse_cpu(*request.cpu).value_or(0));
  if (request.memory) definition.memory = std::to_string(parse_memory(*request.memory).value_or(0));
  definition.placement_constraints = items(request.placement_constraints);
  definition.volumes.emplace();
  for (Volume const& volume : volumes_of(request)) definition.volumes->push_back(with_defaults(volume));
  definition.container_definitions.emplace();
  for (auto const& container : containers_of(request))
    definition.container_definitions->push_back(with_defaults(container, request.network_mode));
  definition.compatibilities = compatibilities_of(request);
  auto const attributes = required_attributes(request);
  if (!attributes.empty()) definition.requires_attributes.emplace();
  for (std::string const& name : attributes) definition.requires_attributes->push_back({.name = name});
  return definition;
}

std::vector<Compatibility> compatibilities_of(RegisterTaskDefinitionRequest const& request) {
  using enum Compatibility;
  if (request.network_mode != NetworkMode::Awsvpc) return {External, Ec2};
  bool const fargate = is_fargate_valid(request);
  if (!request.runtime_platform)
    return fargate ? std::vector{Ec2, ManagedInstances, Fargate} : std::vector{Ec2, ManagedInstances};
  bool const linux =
      request.runtime_platform->operating_system_family.value_or(OSFamily::Linux) == OSFamily::Linux;
  std::vector<Compatibility> all{Ec2};
  if (fargate) all.push_back(Fargate);
  if (linux) all.push_back(ManagedInstances);
  return all;
}

}  // namespace neargate::api::ecs
