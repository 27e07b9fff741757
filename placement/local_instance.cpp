#include "placement/local_instance.h"

#include <array>
#include <string_view>

namespace neargate::placement {

namespace {

/// What an agent 1.105.1 tells of an Amazon Linux 2023 instance, as far as this machine can do it or ignores
/// it as a task's definition asks (agent/app/agent_capability.go).
constexpr auto capabilities = std::to_array<std::string_view>({
    "com.amazonaws.ecs.capability.privileged-container",
    "com.amazonaws.ecs.capability.docker-remote-api.1.17",
    "com.amazonaws.ecs.capability.docker-remote-api.1.18",
    "com.amazonaws.ecs.capability.docker-remote-api.1.19",
    "com.amazonaws.ecs.capability.docker-remote-api.1.20",
    "com.amazonaws.ecs.capability.docker-remote-api.1.21",
    "com.amazonaws.ecs.capability.docker-remote-api.1.22",
    "com.amazonaws.ecs.capability.docker-remote-api.1.23",
    "com.amazonaws.ecs.capability.docker-remote-api.1.24",
    "com.amazonaws.ecs.capability.docker-remote-api.1.25",
    "com.amazonaws.ecs.capability.docker-remote-api.1.26",
    "com.amazonaws.ecs.capability.docker-remote-api.1.27",
    "com.amazonaws.ecs.capability.docker-remote-api.1.28",
    "com.amazonaws.ecs.capability.docker-remote-api.1.29",
    "com.amazonaws.ecs.capability.docker-remote-api.1.30",
    "com.amazonaws.ecs.capability.docker-remote-api.1.31",
    "com.amazonaws.ecs.capability.docker-remote-api.1.32",
    "com.amazonaws.ecs.capability.logging-driver.json-file",
    "com.amazonaws.ecs.capability.logging-driver.none",
    "com.amazonaws.ecs.capability.logging-driver.syslog",
    "com.amazonaws.ecs.capability.logging-driver.journald",
    "com.amazonaws.ecs.capability.logging-driver.fluentd",
    "com.amazonaws.ecs.capability.logging-driver.gelf",
    "com.amazonaws.ecs.capability.logging-driver.splunk",
    "com.amazonaws.ecs.capability.logging-driver.awslogs",
    "ecs.capability.logging-driver.awsfirelens",
    "ecs.capability.firelens.fluentd",
    "ecs.capability.firelens.fluentbit",
    "com.amazonaws.ecs.capability.ecr-auth",
    "com.amazonaws.ecs.capability.task-iam-role",
    "com.amazonaws.ecs.capability.task-iam-role-network-host",
    "ecs.capability.execution-role-ecr-pull",
    "ecs.capability.execution-role-awslogs",
    "ecs.capability.task-eni",
    "ecs.capability.task-eia",
    "ecs.capability.task-cpu-mem-limit",
    "ecs.capability.increased-task-cpu-limit",
    "ecs.capability.container-ordering",
    "ecs.capability.container-health-check",
    "ecs.capability.container-restart-policy",
    "ecs.capability.env-files.s3",
    "ecs.capability.secrets.ssm.environment-variables",
    "ecs.capability.secrets.ssm.bootstrap.log-driver",
    "ecs.capability.secrets.asm.environment-variables",
    "ecs.capability.secrets.asm.bootstrap.log-driver",
    "ecs.capability.private-registry-authentication.secretsmanager",
    "ecs.capability.pid-ipc-namespace-sharing",
    "ecs.capability.docker-plugin.local",
    "ecs.capability.efs",
    "ecs.capability.efsAuth",
    "ecs.capability.full-sync",
    "ecs.capability.fault-injection",
    "ecs.capability.network.container-port-range",
    "ecs.capability.service-connect-v1",
});

constexpr char const* cpu_architecture() {
#if defined(__aarch64__)
  return "arm64";
#else
  return "x86_64";
#endif
}

}  // namespace

domain::ContainerInstance local_instance(domain::Scope const& scope, domain::ClusterName const& cluster,
                                         Machine const& machine, std::string const& zone, domain::Mint& mint,
                                         domain::Time now) {
  domain::ContainerInstance instance;
  instance.key = {scope, cluster, mint.container_instance_id()};
  instance.ec2_instance_id = mint.ec2_id("i");
  instance.is_local = true;
  instance.cpu = machine.cpu;
  instance.memory_mib = machine.memory_mib;
  // The ports that an agent keeps to itself; here nothing but their numbers is in use.
  for (int const port : {22, 2375, 2376, 51678, 51679})
    instance.reserved_ports.emplace_back(port, domain::Protocol::Tcp);
  for (auto const capability : capabilities)
    instance.attributes.push_back({.name = std::string(capability), .value = std::nullopt});
  for (auto const& [name, value] : {std::pair{"ecs.availability-zone", zone},
                                    {"ecs.instance-type", std::string("local")},
                                    {"ecs.os-type", std::string("linux")},
                                    {"ecs.os-family", std::string("LINUX")},
                                    {"ecs.cpu-architecture", std::string(cpu_architecture())}})
    instance.attributes.push_back({.name = name, .value = value});
  instance.agent_version = agent_version;
  instance.agent_hash = agent_hash;
  instance.docker_version = "DockerVersion: " + machine.docker_version;
  instance.registered_at = now;
  return instance;
}

}  // namespace neargate::placement
