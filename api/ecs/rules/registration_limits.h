#pragma once
// More rules of RegisterTaskDefinition (registration.cpp lists them all in order).

#include "api/ecs/rules/registration.h"

namespace neargate::api::ecs {

// container_links_rules.cpp
std::optional<Refusal> links_refused(Registration const& request);
std::optional<Refusal> volumes_from_refused(Registration const& request);

// limit_rules.cpp
std::optional<Refusal> definition_length_refused(Registration const& request);
std::optional<Refusal> kernel_limits_refused(Registration const& request);

// secret_rules.cpp
std::optional<Refusal> secret_names_refused(Registration const& request);

// fargate_rules.cpp: what ECS Anywhere lacks.
std::optional<Refusal> external_refused(Registration const& request);

}  // namespace neargate::api::ecs
