// requiresAttributes: which capability each used feature asks of an instance.

#include <algorithm>

#include "api/ecs/registration_defaults.h"
#include "api/ecs/rules/images.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/task_size.h"

namespace neargate::api::ecs {

namespace {

constexpr char const* const remote_api = "com.amazonaws.ecs.capability.docker-remote-api.";

/// Names in the order of their first use.
class Attributes {
 public:
  void need(std::string name) {
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(std::move(name));
  }
  void need_docker(char const* version) { need(remote_api + std::string(version)); }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::vector<std::string> names_;
};

/// Secrets Manager by its ARN; everything else is a Systems Manager parameter.
char const* secret_store(Secret const& secret) {
  return secret.value_from.value_or("").find(":secretsmanager:") != std::string::npos ? "asm" : "ssm";
}

void need_task(Registration const& request, Attributes& attributes) {
  if (request.network_mode == NetworkMode::Awsvpc) {
    attributes.need("ecs.capability.task-eni");
    attributes.need_docker("1.18");
  }
  if (!request.task_role_arn.value_or("").empty())
    attributes.need(request.network_mode == NetworkMode::Host
                        ? "com.amazonaws.ecs.capability.task-iam-role-network-host"
                        : "com.amazonaws.ecs.capability.task-iam-role");
  if (request.pid_mode || request.ipc_mode) attributes.need("ecs.capability.pid-ipc-namespace-sharing");
  if ((request.cpu || request.memory) && !requires_fargate(request))
    attributes.need("ecs.capability.task-cpu-mem-limit");
  if (request.cpu && parse_cpu(*request.cpu).value_or(0) > 10 * 1024)
    attributes.need("ecs.capability.increased-task-cpu-limit");
  if (request.enable_fault_injection.value_or(false)) attributes.need("ecs.capability.fault-injection");
  for (Volume const& volume : volumes_of(request)) {
    if (auto const& docker = volume.docker_volume_configuration)
      attributes.need("ecs.capability.docker-plugin." + docker->driver.value_or("local"));
    if (auto const& efs = volume.efs_volume_configuration) {
      bool const authorised =
          efs->transit_encryption == EFSTransitEncryption::Enabled || efs->authorization_config;
      attributes.need(authorised ? "ecs.capability.efsAuth" : "ecs.capability.efs");
    }
  }
}

void need_image(ContainerDefinition const& container, bool execution_role, Attributes& attributes) {
  std::string const image = container.image.value_or("");
  if (is_ecr_image(image)) {
    attributes.need("com.amazonaws.ecs.capability.ecr-auth");
    if (execution_role) attributes.need("ecs.capability.execution-role-ecr-pull");
  }
  if (is_by_digest(image)) attributes.need_docker("1.21");
  if (container.repository_credentials)
    attributes.need("ecs.capability.private-registry-authentication.secretsmanager");
}

void need_logs(ContainerDefinition const& container, bool execution_role, Attributes& attributes) {
  if (auto const& firelens = container.firelens_configuration; firelens && firelens->type)
    attributes.need("ecs.capability.firelens." + std::string(to_text(*firelens->type)));
  if (!container.log_configuration || !container.log_configuration->log_driver) return;
  LogDriver const driver = *container.log_configuration->log_driver;
  if (driver == LogDriver::Awsfirelens) {
    attributes.need("ecs.capability.logging-driver.awsfirelens");
  } else {
    attributes.need("com.amazonaws.ecs.capability.logging-driver." + std::string(to_text(driver)));
  }
  if (driver == LogDriver::Awslogs) {
    attributes.need_docker("1.19");
    if (execution_role) attributes.need("ecs.capability.execution-role-awslogs");
  }
  for (Secret const& secret : items(container.log_configuration->secret_options))
    attributes.need(std::string("ecs.capability.secrets.") + secret_store(secret) + ".bootstrap.log-driver");
}

void need_features(ContainerDefinition const& container, Attributes& attributes) {
  for (Secret const& secret : items(container.secrets))
    attributes.need(std::string("ecs.capability.secrets.") + secret_store(secret) + ".environment-variables");
  if (!items(container.environment_files).empty()) attributes.need("ecs.capability.env-files.s3");
  if (!items(container.depends_on).empty() || container.start_timeout || container.stop_timeout)
    attributes.need("ecs.capability.container-ordering");
  if (container.health_check) attributes.need("ecs.capability.container-health-check");
  if (container.restart_policy) attributes.need("ecs.capability.container-restart-policy");
  if (container.privileged.value_or(false))
    attributes.need("com.amazonaws.ecs.capability.privileged-container");
  auto const& mappings = items(container.port_mappings);
  if (std::ranges::any_of(mappings, [](PortMapping const& m) { return m.container_port_range.has_value(); }))
    attributes.need("ecs.capability.network.container-port-range");
  bool const labelled = container.docker_labels && !container.docker_labels->empty();
  if (labelled || !items(container.ulimits).empty()) attributes.need_docker("1.18");
  if (auto const& linux = container.linux_parameters) {
    if (linux->init_process_enabled.value_or(false)) attributes.need_docker("1.25");
    if (linux->shared_memory_size) attributes.need_docker("1.18");
  }
}

}  // namespace

std::vector<std::string> required_attributes(RegisterTaskDefinitionRequest const& request) {
  Attributes attributes;
  bool const execution_role = !request.execution_role_arn.value_or("").empty();
  for (auto const& container : containers_of(request)) {
    need_logs(container, execution_role, attributes);
    need_image(container, execution_role, attributes);
    need_features(container, attributes);
  }
  need_task(request, attributes);
  return attributes.take();
}

}  // namespace neargate::api::ecs
