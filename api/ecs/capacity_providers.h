#pragma once
// Capacity providers as operations find, check and show them (ecs-control-plane.md "Capacity providers").

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/ecs/refuse.h"
#include "domain/capacity_provider.h"
#include "domain/cluster.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// NAME of a name or an ARN.
std::string provider_name(std::string const& name_or_arn);
std::string provider_arn(Call const& call, std::string const& name_or_arn);

Refusal provider_not_found();
/// An ACTIVE one that somebody created. ClientException otherwise.
domain::CapacityProvider require_provider(Call& call, std::string const& name_or_arn);

/// The providers that a cluster is to have: each is FARGATE, FARGATE_SPOT, or created and ACTIVE.
void check_providers(Call& call, std::vector<std::string> const& providers);

/// ACTIVE clusters that have it.
std::vector<domain::ClusterName> clusters_with(Call& call, std::string const& provider);

CapacityProvider provider_document(std::string const& json);
std::string print_document(CapacityProvider const& echoed);

enum class ProviderTags { Hidden, Shown };
CapacityProvider provider_view(Call& call, domain::CapacityProvider const& provider, ProviderTags tags);
/// FARGATE and FARGATE_SPOT too; nullopt: there never was one.
std::optional<CapacityProvider> find_provider_view(Call& call, std::string const& name_or_arn,
                                                   ProviderTags tags);

}  // namespace neargate::api::ecs
