#pragma once
// The rules of RegisterTaskDefinition. Each takes the whole request, looks at one thing and returns why it is
// refused; `registration_rules` lists them in the order in which AWS checks (ecs-task-definitions.md).

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/ecs/refuse.h"
#include "api/wire/optional.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

using Registration = RegisterTaskDefinitionRequest;
using Rule = std::optional<Refusal> (*)(Registration const&);

/// All rules in AWS's order; the first refusal is the answer.
std::optional<Refusal> registration_refused(Registration const& request);

// container_rules.cpp
std::optional<Refusal> family_refused(Registration const& request);
std::optional<Refusal> container_list_refused(Registration const& request);
std::optional<Refusal> container_names_refused(Registration const& request);
std::optional<Refusal> essential_refused(Registration const& request);
std::optional<Refusal> roles_refused(Registration const& request);
std::optional<Refusal> unsupported_fields_refused(Registration const& request);

// size_rules.cpp
std::optional<Refusal> task_size_text_refused(Registration const& request);
std::optional<Refusal> container_memory_missing(Registration const& request);
std::optional<Refusal> container_memory_refused(Registration const& request);
std::optional<Refusal> container_sums_refused(Registration const& request);

// network_rules.cpp
std::optional<Refusal> port_pairs_refused(Registration const& request);
std::optional<Refusal> awsvpc_fields_refused(Registration const& request);
std::optional<Refusal> port_use_refused(Registration const& request);

// dependency_rules.cpp
std::optional<Refusal> dependencies_refused(Registration const& request);
std::optional<Refusal> timeouts_refused(Registration const& request);
std::optional<Refusal> health_checks_refused(Registration const& request);
std::optional<Refusal> restart_policies_refused(Registration const& request);

// secret_rules.cpp
std::optional<Refusal> secrets_refused(Registration const& request);
std::optional<Refusal> environment_files_refused(Registration const& request);

// log_rules.cpp
std::optional<Refusal> log_options_refused(Registration const& request);

// volume_rules.cpp
std::optional<Refusal> volumes_refused(Registration const& request);
std::optional<Refusal> mount_points_refused(Registration const& request);

// placement_rules.cpp
std::optional<Refusal> placement_refused(Registration const& request);
std::optional<Refusal> proxy_refused(Registration const& request);

// fargate_rules.cpp: with FARGATE in requiresCompatibilities each is an error; without it FARGATE is only
// left out of `compatibilities`.
bool requires_fargate(Registration const& request);
std::optional<Refusal> fargate_size_refused(Registration const& request);
std::optional<Refusal> fargate_roles_refused(Registration const& request);
std::optional<Refusal> fargate_fields_refused(Registration const& request);
std::optional<Refusal> fargate_container_fields_refused(Registration const& request);
std::optional<Refusal> fargate_volumes_refused(Registration const& request);
std::optional<Refusal> ephemeral_storage_refused(Registration const& request);
/// Would Fargate run it?
bool is_fargate_valid(Registration const& request);

// Reading a request without asking for each list whether it is there.
std::vector<ContainerDefinition> const& containers_of(Registration const& request);
std::vector<Volume> const& volumes_of(Registration const& request);
bool is_network_mode(Registration const& request, NetworkMode mode);
template <class T>
std::vector<T> const& items(wire::Optional<std::vector<T>> const& list) {
  static std::vector<T> const empty;
  return list ? *list : empty;
}

}  // namespace neargate::api::ecs
