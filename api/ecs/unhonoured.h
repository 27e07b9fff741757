#pragma once
// Members of CreateService, UpdateService, CreateTaskSet, RunTask, StartTask, CreateCluster and UpdateCluster
// that are checked, stored and echoed but not acted upon yet. docs/coverage.md lists them; a request that
// uses one is told so in the log. (Those of task definitions: reconcile/unhonoured.h.)

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "api/wire/value.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

inline constexpr auto unhonoured_request_members = std::to_array<std::string_view>({
    "enableExecuteCommand",
    "loadBalancers",
    "serviceConnectConfiguration",
    "serviceRegistries",
    "volumeConfigurations",
    "vpcLatticeConfigurations",
});

/// Of the overrides of RunTask and StartTask.
inline constexpr auto unhonoured_override_members = std::to_array<std::string_view>({
    "ephemeralStorage",
    "inferenceAcceleratorOverrides",
    "taskRoleArn",
});

/// Of each of their containerOverrides.
inline constexpr auto unhonoured_container_override_members = std::to_array<std::string_view>({
    "environmentFiles",
    "resourceRequirements",
});

/// Of CreateCluster and UpdateCluster.
inline constexpr auto unhonoured_cluster_members = std::to_array<std::string_view>({
    "configuration",
    "serviceConnectDefaults",
});

/// Those that a request really uses: absent, empty, false and 0 ask for nothing.
std::vector<std::string> unhonoured_members_of(wire::Value const& request);
std::vector<std::string> unhonoured_members_of_cluster(wire::Value const& request);

/// One line for a request that uses some.
void log_unhonoured_members(Call const& call, CreateServiceRequest const& request);
void log_unhonoured_members(Call const& call, UpdateServiceRequest const& request);
void log_unhonoured_members(Call const& call, CreateTaskSetRequest const& request);
void log_unhonoured_members(Call const& call, RunTaskRequest const& request);
void log_unhonoured_members(Call const& call, CreateClusterRequest const& request);
void log_unhonoured_members(Call const& call, UpdateClusterRequest const& request);

}  // namespace neargate::api::ecs
