// What Fargate asks for and what it refuses.

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/rules/images.h"
#include "api/ecs/rules/registration_limits.h"
#include "api/ecs/rules/task_size.h"

namespace neargate::api::ecs {

namespace {

Refusal unsupported(char const* field) {
  return client(fmt::format("Fargate compatible task definitions do not support {}", field));
}

bool uses_awslogs(ContainerDefinition const& container) {
  return container.log_configuration && container.log_configuration->log_driver == LogDriver::Awslogs;
}

std::optional<Refusal> linux_parameters_refused(LinuxParameters const& parameters) {
  if (parameters.max_swap) return unsupported("maxSwap");
  if (parameters.swappiness) return unsupported("swappiness");
  if (parameters.shared_memory_size) return unsupported("sharedMemorySize");
  if (!items(parameters.devices).empty()) return unsupported("devices");
  if (!parameters.capabilities) return std::nullopt;
  for (std::string const& capability : items(parameters.capabilities->add))
    if (capability != "SYS_PTRACE") return client(fmt::format("{} is not allowed on Fargate.", capability));
  return std::nullopt;
}

bool wants_gpu(ContainerDefinition const& container) {
  return std::ranges::any_of(
      items(container.resource_requirements),
      [](ResourceRequirement const& requirement) { return requirement.type == ResourceType::Gpu; });
}

bool is_windows(Registration const& request) {
  return request.runtime_platform &&
         request.runtime_platform->operating_system_family.value_or(OSFamily::Linux) != OSFamily::Linux;
}

}  // namespace

bool requires_fargate(Registration const& request) {
  auto const& required = items(request.requires_compatibilities);
  return std::ranges::find(required, Compatibility::Fargate) != required.end();
}

std::optional<Refusal> fargate_size_refused(Registration const& request) {
  if (!is_network_mode(request, NetworkMode::Awsvpc))
    return client("Fargate only supports network mode ‘awsvpc’.");
  if (!request.cpu) return client("Fargate requires that 'cpu' be defined at the task level.");
  if (!request.memory) return client("Fargate requires that 'memory' be defined at the task level.");
  int const cpu = parse_cpu(*request.cpu).value_or(0);
  int const memory = parse_memory(*request.memory).value_or(0);
  // Windows tasks start at one vCPU.
  if (!is_fargate_pair(cpu, memory) || (is_windows(request) && cpu < 1024))
    return client(
        fmt::format("No Fargate configuration exists for given values: {} CPU, {} memory. See the Amazon "
                    "ECS documentation for the valid values.",
                    cpu, memory));
  return std::nullopt;
}

std::optional<Refusal> external_refused(Registration const& request) {
  auto const& required = items(request.requires_compatibilities);
  bool const external = std::ranges::find(required, Compatibility::External) != required.end();
  // ECS Anywhere has no elastic network interfaces.
  if (external && is_network_mode(request, NetworkMode::Awsvpc))
    return client("External does not support network mode ‘awsvpc’.");
  return std::nullopt;
}

std::optional<Refusal> fargate_roles_refused(Registration const& request) {
  if (!request.execution_role_arn.value_or("").empty()) return std::nullopt;
  auto const& containers = containers_of(request);
  if (std::ranges::any_of(containers, uses_awslogs))
    return client(
        "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
  if (std::ranges::any_of(containers, [](auto const& c) { return is_ecr_image(c.image.value_or("")); }))
    return client("Fargate requires task definition to have execution role ARN to support ECR images.");
  return std::nullopt;
}

std::optional<Refusal> fargate_fields_refused(Registration const& request) {
  if (request.pid_mode == PidMode::Host)
    return client(
        "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode "
        "is "
        "'task'.");
  if (request.ipc_mode) return unsupported("ipcMode");
  if (!items(request.placement_constraints).empty()) return unsupported("placementConstraints");
  return std::nullopt;
}

std::optional<Refusal> fargate_container_fields_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    if (container.privileged.value_or(false))
      return client("Fargate requires that the 'privileged' setting be 'false' for all containers.");
    if (!items(container.docker_security_options).empty()) return unsupported("dockerSecurityOptions");
    if (wants_gpu(container)) return unsupported("GPU");
    if (container.linux_parameters)
      if (auto refusal = linux_parameters_refused(*container.linux_parameters)) return refusal;
  }
  return std::nullopt;
}

std::optional<Refusal> fargate_volumes_refused(Registration const& request) {
  for (Volume const& volume : volumes_of(request)) {
    if (volume.docker_volume_configuration) return unsupported("dockerVolumeConfiguration");
    if (volume.fsx_windows_file_server_volume_configuration)
      return unsupported("fsxWindowsFileServerVolumeConfiguration");
    if (volume.host && !volume.host->source_path.value_or("").empty()) return unsupported("sourcePath");
  }
  return std::nullopt;
}

std::optional<Refusal> ephemeral_storage_refused(Registration const& request) {
  if (!request.ephemeral_storage) return std::nullopt;
  if (!requires_fargate(request))
    return client("Tasks using the EC2 launch type do not support EphemeralStorage.");
  int const size = request.ephemeral_storage->size_in_gib.value_or(0);
  if (size < 21) return client("EphemeralStorage size should be at least 21");
  if (size > 200) return client("EphemeralStorage size should be at most 200");
  return std::nullopt;
}

bool is_fargate_valid(Registration const& request) {
  bool const quick_stops = std::ranges::all_of(containers_of(request), [](auto const& container) {
    return container.stop_timeout.value_or(0) <= 120;
  });
  bool const known_drivers = std::ranges::all_of(containers_of(request), [](auto const& container) {
    if (!container.log_configuration || !container.log_configuration->log_driver) return true;
    LogDriver const driver = *container.log_configuration->log_driver;
    return driver == LogDriver::Awslogs || driver == LogDriver::Splunk || driver == LogDriver::Awsfirelens;
  });
  return quick_stops && known_drivers && !fargate_size_refused(request) && !fargate_roles_refused(request) &&
         !fargate_fields_refused(request) && !fargate_container_fields_refused(request) &&
         !fargate_volumes_refused(request);
}

}  // namespace neargate::api::ecs
