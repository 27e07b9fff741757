#pragma once
// What CreateService and UpdateService refuse by looking at the request alone, or at the request and the
// definition it names (ecs-services.md). In order of checking.

#include <optional>
#include <string>

#include "api/ecs/refuse.h"
#include "api/wire/optional.h"
#include "domain/service.h"
#include "domain/task_definition.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

std::optional<Refusal> service_name_refused(std::string const& name);
std::optional<Refusal> client_token_refused(wire::Optional<std::string> const& token, std::size_t length_max);

/// By launch type or by capacity provider.
Refusal daemon_on_fargate();

/// The controller, scheduling strategy, desiredCount and grace period of a new service.
std::optional<Refusal> new_service_refused(CreateServiceRequest const& request);
std::optional<Refusal> grace_period_refused(wire::Optional<int> const& seconds,
                                            std::vector<LoadBalancer> const& balancers);

/// A task set's percentage, where one was sent.
std::optional<Refusal> scale_refused(wire::Optional<Scale> const& scale);

/// Constraints and strategies of services and of RunTask.
std::optional<Refusal> placements_refused(wire::Optional<std::vector<PlacementConstraint>> const& constraints,
                                          wire::Optional<std::vector<PlacementStrategy>> const& strategies,
                                          domain::LaunchType type);

/// loadBalancers, serviceRegistries, serviceConnectConfiguration and volumes against the definition.
std::optional<Refusal> load_balancers_refused(std::vector<LoadBalancer> const& balancers,
                                              domain::TaskDefinition const& definition,
                                              domain::LaunchType type);
std::optional<Refusal> registries_refused(std::vector<ServiceRegistry> const& registries,
                                          domain::TaskDefinition const& definition);
std::optional<Refusal> service_connect_refused(
    wire::Optional<ServiceConnectConfiguration> const& configuration,
    domain::TaskDefinition const& definition, bool cluster_has_namespace);
/// A volume configured at launch: its name must be one of the definition's, its EBS volume must have a size.
template <class VolumeConfiguration>
std::optional<Refusal> launch_volumes_refused(
    wire::Optional<std::vector<VolumeConfiguration>> const& configurations,
    domain::TaskDefinition const& definition);
std::optional<Refusal> launch_volume_refused(std::string const& name, bool has_size,
                                             domain::TaskDefinition const& definition);

template <class VolumeConfiguration>
std::optional<Refusal> launch_volumes_refused(
    wire::Optional<std::vector<VolumeConfiguration>> const& configurations,
    domain::TaskDefinition const& definition) {
  if (!configurations) return std::nullopt;
  for (VolumeConfiguration const& volume : *configurations) {
    auto const& ebs = volume.managed_ebs_volume;
    bool const has_size = !ebs || ebs->size_in_gib.value_or(0) > 0 || !ebs->snapshot_id.value_or("").empty();
    if (auto refusal = launch_volume_refused(volume.name.value_or(""), has_size, definition)) return refusal;
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
