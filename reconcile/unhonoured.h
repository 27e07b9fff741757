#pragma once
// Members of a task definition that are stored and echoed but not acted upon yet. docs/coverage.md lists
// them; the loop logs those that a definition uses, once for each family:revision.

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::reconcile {

/// Of the task definition itself.
inline constexpr auto unhonoured_task_members = std::to_array<std::string_view>({
    "enableFaultInjection",
    "ephemeralStorage",
    "inferenceAccelerators",
    "ipcMode",
    "pidMode",
    "proxyConfiguration",
    "runtimePlatform",
    "taskRoleArn",
    "volumes",
});

/// Of each entry of containerDefinitions.
inline constexpr auto unhonoured_container_members = std::to_array<std::string_view>({
    "credentialSpecs",
    "disableNetworking",
    "dnsSearchDomains",
    "dnsServers",
    "dockerSecurityOptions",
    "environmentFiles",
    "extraHosts",
    "firelensConfiguration",
    "hostname",
    "interactive",
    "links",
    "linuxParameters",
    "logConfiguration",
    "mountPoints",
    "privileged",
    "pseudoTerminal",
    "readonlyRootFilesystem",
    "repositoryCredentials",
    "resourceRequirements",
    "restartPolicy",
    "secrets",
    "systemControls",
    "ulimits",
    "versionConsistency",
    "volumesFrom",
});

/// Of each entry of portMappings.
inline constexpr auto unhonoured_port_members = std::to_array<std::string_view>({
    "appProtocol",
    "containerPortRange",
});

/// Those that a stored `taskDefinition` document uses, without the empty ones that AWS fills in:
/// "volumes", "containerDefinitions[web].ulimits".
std::vector<std::string> list_unhonoured(std::string const& document);

}  // namespace neargate::reconcile
