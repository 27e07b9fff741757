#pragma once
// How the ECS agent words what Docker refused (ecs-task-runtime.md "Error names", ecs-tasks.md "Common text
// bodies").

#include <string>

#include "reconcile/snapshot.h"

namespace neargate::reconcile {

/// "CannotStartContainerError: Error response from daemon: …", as EC2's agent writes it into
/// containers[].reason.
std::string describe(Setback const& setback);

/// "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref …", as
/// Fargate writes it into stoppedReason.
std::string describe_fargate_pull(Setback const& setback, std::string const& image);

/// What Fargate says of a subnet that is full.
std::string no_free_address(std::string const& subnet, bool with_public_ip);

/// docker.io/library/nginx:latest for nginx: the whole name that a registry client resolves.
std::string canonical_reference(std::string const& image);

inline constexpr char const* container_vanished =
    "ContainerVanishedError: No container matching saved ID found";
inline constexpr char const* out_of_memory = "OutOfMemoryError: Container killed due to memory usage";
inline constexpr char const* essential_exited = "Essential container in task exited";
inline constexpr char const* failed_to_start = "Task failed to start";

}  // namespace neargate::reconcile
