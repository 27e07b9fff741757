#pragma once
// The labels that tie a container, network or volume to neargate. Labels alone identify what is ours, so
// memory can be lost (reference: style.md, ecs-task-runtime.md "Names, labels, volumes").

namespace neargate::docker::label {

inline constexpr char const* instance = "neargate.instance";      ///< UUID of the data directory
inline constexpr char const* role = "neargate.role";              ///< "container", "pause" or "vpc"
inline constexpr char const* generation = "neargate.generation";  ///< grows when a container is made anew
inline constexpr char const* data = "neargate.data";              ///< data directory, for people and `clean`

inline constexpr char const* task_arn = "com.amazonaws.ecs.task-arn";
inline constexpr char const* container_name = "com.amazonaws.ecs.container-name";
inline constexpr char const* family = "com.amazonaws.ecs.task-definition-family";
inline constexpr char const* revision = "com.amazonaws.ecs.task-definition-version";
inline constexpr char const* cluster = "com.amazonaws.ecs.cluster";

}  // namespace neargate::docker::label
