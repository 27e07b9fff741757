#include "api/ecs/rules/registration.h"

#include "api/ecs/rules/registration_limits.h"
#include "api/ecs/tag_view.h"

namespace neargate::api::ecs {

namespace {

/// Runs a Fargate rule only where Fargate was asked for.
template <Rule rule>
std::optional<Refusal> on_fargate(Registration const& request) {
  return requires_fargate(request) ? rule(request) : std::nullopt;
}

std::optional<Refusal> registration_tags_refused(Registration const& request) {
  return tags_refused(request.tags, &client);
}

// cpu comes before networkMode and essential, missing container memory before the Fargate checks; the order
// of the others is deduced from probes with one fault each (ecs-task-definitions.md "Errors, checked in this
// order").
constexpr Rule rules[] = {
    &task_size_text_refused,
    &family_refused,
    &container_list_refused,
    &container_names_refused,
    &unsupported_fields_refused,
    &roles_refused,
    &container_memory_missing,
    &container_memory_refused,
    &on_fargate<&fargate_size_refused>,
    &container_sums_refused,
    &essential_refused,
    &awsvpc_fields_refused,
    &port_pairs_refused,
    &port_use_refused,
    &links_refused,
    &volumes_from_refused,
    &external_refused,
    &dependencies_refused,
    &timeouts_refused,
    &health_checks_refused,
    &restart_policies_refused,
    &kernel_limits_refused,
    &log_options_refused,
    &on_fargate<&fargate_roles_refused>,
    &on_fargate<&fargate_fields_refused>,
    &on_fargate<&fargate_container_fields_refused>,
    &on_fargate<&fargate_volumes_refused>,
    &ephemeral_storage_refused,
    &secrets_refused,
    &secret_names_refused,
    &environment_files_refused,
    &volumes_refused,
    &mount_points_refused,
    &placement_refused,
    &proxy_refused,
    &registration_tags_refused,
    &definition_length_refused,
};

}  // namespace

std::optional<Refusal> registration_refused(Registration const& request) {
  for (Rule const rule : rules)
    if (auto refusal = rule(request)) return refusal;
  return std::nullopt;
}

std::vector<ContainerDefinition> const& containers_of(Registration const& request) {
  return items(request.container_definitions);
}

std::vector<Volume> const& volumes_of(Registration const& request) { return items(request.volumes); }

bool is_network_mode(Registration const& request, NetworkMode mode) { return request.network_mode == mode; }

}  // namespace neargate::api::ecs
