#pragma once
// Task cpu and memory: their text forms, and the pairs that Fargate sells (ecs-task-definitions.md "Fargate
// sizes").

#include <optional>
#include <string>
#include <string_view>

namespace neargate::api::ecs {

/// CPU units from "256", "0.25 vCPU" or ".25vcpu".
std::optional<int> parse_cpu(std::string_view text);
/// MiB from "512", "0.5 GB" or "2GB".
std::optional<int> parse_memory(std::string_view text);

bool is_fargate_pair(int cpu, int memory_mib);

}  // namespace neargate::api::ecs
